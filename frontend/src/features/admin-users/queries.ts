import { infiniteQueryOptions, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { sessionQuery, useUser } from '../../api/session.ts';
import type { BodyOf, RowOf } from '../../api/types.ts';

export type AdminUser = RowOf<'/api/v1/admin/users'>;

/** All users, newest first, page by page; `search` looks at e-mail, name and phone. */
export const usersQuery = (search: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['admin-users', 'list', search],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/users', {
        query: { limit: 25, ...(search && { search }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

export const userQuery = (userId: string) =>
  queryOptions({
    queryKey: ['admin-users', 'one', userId],
    queryFn: ({ signal }) => api.get('/api/v1/admin/users/{userId}', { params: { userId }, signal }),
  });

function useUsersChanged() {
  const client = useQueryClient();
  return (refetchType: 'active' | 'none' = 'active') =>
    client.invalidateQueries({ queryKey: ['admin-users'], refetchType });
}

/** Where the credits of an account come from, newest first. */
export const grantsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['admin-users', 'grants', accountId],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/admin/accounts/{accountId}/grants', { params: { accountId }, signal })).data,
  });

/** After credits have moved, or may have: when the answer was lost on the way, they may be booked. */
function useCreditsChanged(accountId: string) {
  const changed = useUsersChanged();
  const client = useQueryClient();
  return () =>
    Promise.all([
      changed(),
      client.invalidateQueries({ queryKey: ['credits', accountId] }),
      client.invalidateQueries({ queryKey: ['admin-overview'] }),
    ]);
}

type NewGrant = BodyOf<'post', '/api/v1/admin/accounts/{accountId}/grants'>;

/** Gives a grant, once for each `idempotencyKey`. */
export function useGiveGrant(accountId: string) {
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: NewGrant; idempotencyKey: string }) =>
      api.post('/api/v1/admin/accounts/{accountId}/grants', { params: { accountId }, body, idempotencyKey }),
    onSettled: useCreditsChanged(accountId),
  });
}

/** Takes back what is left of a grant. Errors: 409 `grant_closed`. */
export function useRevokeGrant(accountId: string) {
  return useMutation({
    mutationFn: ({
      grantId,
      reason,
      idempotencyKey,
    }: {
      grantId: string;
      reason: string;
      idempotencyKey: string;
    }) =>
      api.post('/api/v1/admin/accounts/{accountId}/grants/{grantId}/revoke', {
        params: { accountId, grantId },
        body: { reason },
        idempotencyKey,
      }),
    onSettled: useCreditsChanged(accountId),
  });
}

type Adjustment = BodyOf<'post', '/api/v1/admin/accounts/{accountId}/credits/adjustments'>;

/** Books an adjustment, once for each `idempotencyKey`. Errors: 409 `insufficient_balance`. */
export function useAdjustCredits(accountId: string) {
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: Adjustment; idempotencyKey: string }) =>
      api.post('/api/v1/admin/accounts/{accountId}/credits/adjustments', {
        params: { accountId },
        body,
        idempotencyKey,
      }),
    onSettled: useCreditsChanged(accountId),
  });
}

/** Changes role or status. Errors: 409 `last_admin`. */
export function useChangeUser(userId: string) {
  const changed = useUsersChanged();
  const client = useQueryClient();
  const me = useUser();
  return useMutation({
    mutationFn: (body: BodyOf<'patch', '/api/v1/admin/users/{userId}'>) =>
      api.patch('/api/v1/admin/users/{userId}', { params: { userId }, body }),
    onSuccess: ({ role }) => {
      const isMe = userId === me.id;
      if (isMe) void client.invalidateQueries(sessionQuery);
      // Who may no longer see these pages is led away from them, and does not ask for them once more.
      return changed(isMe && role === 'user' ? 'none' : 'active');
    },
  });
}

/** Makes a new password, which is in the answer only, and ends the user's sessions. */
export function useResetPassword(userId: string) {
  return useMutation({
    mutationFn: () => api.post('/api/v1/admin/users/{userId}/password-reset', { params: { userId } }),
    // The password goes with its dialog.
    gcTime: 0,
  });
}

/** Puts the account on a plan, or on none. */
export function useChangePlan(accountId: string) {
  const changed = useUsersChanged();
  return useMutation({
    mutationFn: (planId: string | null) =>
      api.put('/api/v1/admin/accounts/{accountId}/plan', { params: { accountId }, body: { planId } }),
    onSuccess: () => changed(),
  });
}

/** Gives the account access to any model at once. Errors: 409 `already_subscribed`. */
export function useGrantAccess(accountId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (modelId: string) =>
      api.post('/api/v1/admin/accounts/{accountId}/subscriptions', {
        params: { accountId },
        body: { modelId },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['admin-subscriptions'] }),
  });
}
