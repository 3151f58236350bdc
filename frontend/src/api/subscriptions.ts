import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from './client.ts';
import { queryClient } from './query-client.ts';
import type { RowOf } from './types.ts';

export type Subscription = RowOf<'/api/v1/accounts/{accountId}/subscriptions'>;

/** The account's access to models: all its subscriptions, also ended and denied ones. */
export const subscriptionsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['subscriptions', accountId],
    queryFn: async () =>
      (await api.get('/api/v1/accounts/{accountId}/subscriptions', { params: { accountId } })).data,
  });

const liveStatuses: Subscription['status'][] = ['pending', 'active', 'suspended'];

/** True for a subscription that lives: it can be cancelled. The others may be asked for again. */
export const isLive = (subscription: Subscription | undefined) =>
  !!subscription && liveStatuses.includes(subscription.status);

/** A subscription may show or hide a restricted model, so the catalogue is asked again too. */
async function refresh(accountId: string) {
  await Promise.all([
    queryClient.invalidateQueries(subscriptionsQuery(accountId)),
    queryClient.invalidateQueries({ queryKey: ['models'] }),
  ]);
}

/** Asks for access to a model by id; the answer says whether it is active or waits. Errors: 409 `already_subscribed`. */
export function useSubscribe(accountId: string) {
  return useMutation({
    mutationFn: (modelId: string) =>
      api.post('/api/v1/accounts/{accountId}/subscriptions', { params: { accountId }, body: { modelId } }),
    onSettled: () => refresh(accountId),
  });
}

/** Ends a subscription: calls to its model stop at once. Errors: 409 `not_cancellable`. */
export function useCancelSubscription(accountId: string) {
  return useMutation({
    mutationFn: (subscriptionId: string) =>
      api.post('/api/v1/accounts/{accountId}/subscriptions/{subscriptionId}/cancel', {
        params: { accountId, subscriptionId },
      }),
    onSettled: () => refresh(accountId),
  });
}
