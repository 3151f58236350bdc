import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from './client.ts';
import { queryClient } from './query-client.ts';
import type { RowOf } from './types.ts';

export type Project = RowOf<'/api/v1/accounts/{accountId}/projects'>;

/** The projects of the account, the default one first. */
export const projectsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['projects', accountId],
    queryFn: async () =>
      (await api.get('/api/v1/accounts/{accountId}/projects', { params: { accountId } })).data,
  });

/** Sets for how many days texts of a project's calls are kept; null: they are not, and what was kept is deleted. */
export function useKeepTexts(accountId: string) {
  return useMutation({
    mutationFn: ({ id, days }: { id: string; days: number | null }) =>
      api.patch('/api/v1/accounts/{accountId}/projects/{projectId}', {
        params: { accountId, projectId: id },
        body: { keepTextsDays: days },
      }),
    onSuccess: () => queryClient.invalidateQueries(projectsQuery(accountId)),
  });
}
