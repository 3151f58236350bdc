import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import type { RowOf } from '../../api/types.ts';

export type Session = RowOf<'/api/v1/auth/sessions'>;

/** Where the user is signed in, this browser among them. */
export const sessionsQuery = queryOptions({
  queryKey: ['settings', 'sessions'],
  queryFn: async () => (await api.get('/api/v1/auth/sessions')).data,
});

/** Signs another browser out. */
export function useRevokeSession() {
  return useMutation({
    mutationFn: (id: string) => api.delete('/api/v1/auth/sessions/{id}', { params: { id } }),
    onSuccess: () => queryClient.invalidateQueries(sessionsQuery),
  });
}
