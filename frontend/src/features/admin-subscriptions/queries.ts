import { infiniteQueryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { BodyOf, QueryOf, RowOf } from '../../api/types.ts';

export type AdminSubscription = RowOf<'/api/v1/admin/subscriptions'>;
export type Status = NonNullable<NonNullable<QueryOf<'get', '/api/v1/admin/subscriptions'>>['status']>;

/** Subscriptions of all accounts in one state, or in any; the longest waiting first, page by page. */
export const subscriptionsQuery = (status: Status | undefined) =>
  infiniteQueryOptions({
    queryKey: ['admin-subscriptions', status],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/subscriptions', {
        query: { limit: 25, ...(status && { status }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

function useDecided() {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['admin-subscriptions'] }),
      client.invalidateQueries({ queryKey: ['admin-overview'] }),
    ]);
}

export type QuotaChange = BodyOf<'patch', '/api/v1/admin/subscriptions/{subscriptionId}'>;

/** Sets what calls of a subscription may come to in a month; the next call feels it. */
export function useSetQuota(subscriptionId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: QuotaChange) =>
      api.patch('/api/v1/admin/subscriptions/{subscriptionId}', { params: { subscriptionId }, body }),
    onSuccess: () =>
      Promise.all(
        ['admin-subscriptions', 'subscriptions', 'limits'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}

/** Makes a pending subscription active. Errors: 409 `not_pending`. */
export function useApprove() {
  const decided = useDecided();
  return useMutation({
    mutationFn: (subscriptionId: string) =>
      api.post('/api/v1/admin/subscriptions/{subscriptionId}/approve', {
        params: { subscriptionId },
        body: {},
      }),
    onSuccess: decided,
  });
}

/** Denies a pending subscription; the account sees the comment. Errors: 409 `not_pending`. */
export function useDeny() {
  const decided = useDecided();
  return useMutation({
    mutationFn: ({ subscriptionId, comment }: { subscriptionId: string; comment: string }) =>
      api.post('/api/v1/admin/subscriptions/{subscriptionId}/deny', {
        params: { subscriptionId },
        body: { comment },
      }),
    onSuccess: decided,
  });
}
