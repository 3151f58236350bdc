import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import type { BodyOf, RowOf } from '../../api/types.ts';

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

/** Sets another password and ends the other sessions. Errors: 400 `wrong_password`, 429 `too_many_attempts`. */
export function useChangePassword() {
  return useMutation({
    mutationFn: (body: BodyOf<'post', '/api/v1/me/password'>) => api.post('/api/v1/me/password', { body }),
    onSuccess: () => queryClient.invalidateQueries(sessionsQuery),
  });
}
