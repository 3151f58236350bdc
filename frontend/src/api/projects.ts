import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';

/** The projects of the account, the default one first. */
export const projectsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['projects', accountId],
    queryFn: async () =>
      (await api.get('/api/v1/accounts/{accountId}/projects', { params: { accountId } })).data,
  });
