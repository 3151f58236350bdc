import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { setAccessToken } from './access-token.ts';
import { api } from './client.ts';
import { queryClient } from './query-client.ts';
import { type AuthResult, refreshSession } from './refresh.ts';
import { signedOut } from './session-events.ts';
import type { BodyOf, ResponseOf } from './types.ts';

export type User = ResponseOf<'get', '/api/v1/me'>;

/** Who is signed in; null when nobody is. At the first use it tries the refresh cookie. */
export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async (): Promise<User | null> => (await refreshSession())?.user ?? null,
  staleTime: Infinity,
  gcTime: Infinity,
});

function begin(result: AuthResult): User {
  setAccessToken(result.accessToken);
  queryClient.setQueryData(sessionQuery.queryKey, result.user);
  return result.user;
}

/** The session with its loading state. Pages behind the sign-in use `useUser`. */
export const useSession = () => useQuery(sessionQuery);

/** The signed-in user. Only for pages behind the sign-in, where there always is one. */
export function useUser(): User {
  const { data } = useQuery(sessionQuery);
  if (!data) throw new Error('useUser is for pages behind the sign-in');
  return data;
}

/** True for who may open the admin pages; `canChange` is false for auditors. */
export function useAdminAccess() {
  const role = useSession().data?.role;
  return { canRead: role === 'admin' || role === 'auditor', canChange: role === 'admin' };
}

/** Signs in. Errors: 401 `invalid_credentials`, 429 `too_many_attempts`. */
export function useSignIn() {
  return useMutation({
    mutationFn: async (body: BodyOf<'post', '/api/v1/auth/login'>) =>
      begin(await api.post('/api/v1/auth/login', { body })),
  });
}

/** Changes the profile; the session carries the answer at once. */
export function useUpdateProfile() {
  return useMutation({
    mutationFn: (body: BodyOf<'patch', '/api/v1/me'>) => api.patch('/api/v1/me', { body }),
    onSuccess: (user) => queryClient.setQueryData(sessionQuery.queryKey, user),
  });
}

type SignUp = BodyOf<'post', '/api/v1/auth/register'>;
type Preferences = Pick<User, 'locale' | 'theme' | 'timeZone'>;

/** Makes a user and signs in, taking over the language, theme and time zone of this browser. Errors: 409 `email_taken`. */
export function useSignUp() {
  return useMutation({
    mutationFn: async ({ preferences, ...body }: SignUp & { preferences: Preferences }) => {
      const user = begin(await api.post('/api/v1/auth/register', { body }));
      // The user exists by now: failing to store a preference must not look like a failed sign-up.
      const stored = await api.patch('/api/v1/me', { body: preferences }).catch(() => user);
      queryClient.setQueryData(sessionQuery.queryKey, stored);
      return stored;
    },
  });
}

/** Ends the session on the server and leaves in all tabs; where the server did not end it, nobody leaves. */
export function useSignOut() {
  return useMutation({ mutationFn: () => api.post('/api/v1/auth/logout'), onSuccess: signedOut });
}
