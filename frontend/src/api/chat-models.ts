import { queryOptions, useQuery } from '@tanstack/react-query';
import { api } from './client.ts';
import { subscriptionsQuery } from './subscriptions.ts';

// As many as the server gives at once; nobody subscribes to more.
const limit = 200;

const chatModelsQuery = queryOptions({
  queryKey: ['models', 'chat'],
  queryFn: async () => (await api.get('/api/v1/models', { query: { capability: 'chat', limit } })).data,
});

/** The chat models that the account can call: subscribed, active and priced. A query in form, for `Remote`. */
export function useChatModels(accountId: string) {
  const models = useQuery(chatModelsQuery);
  const subscriptions = useQuery(subscriptionsQuery(accountId));
  const active = subscriptions.data?.filter(({ status }) => status === 'active');
  return {
    data: active && models.data?.filter(({ id, prices }) => prices && active.some((s) => s.modelId === id)),
    error: models.error ?? subscriptions.error,
    refetch: () => Promise.all([models.refetch(), subscriptions.refetch()]),
  };
}
