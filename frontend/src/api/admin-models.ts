import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** For admins: every model by name, also disabled, restricted and hidden ones. */
export const adminModelsQuery = queryOptions({
  queryKey: ['admin-models', 'list'],
  queryFn: async () => (await api.get('/api/v1/admin/models')).data,
});
