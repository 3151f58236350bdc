import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** For admins: all providers by name. */
export const adminProvidersQuery = queryOptions({
  queryKey: ['admin-providers', 'list'],
  queryFn: async () => (await api.get('/api/v1/admin/providers')).data,
});
