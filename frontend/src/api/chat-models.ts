import { queryOptions, useQuery } from '@tanstack/react-query';
import { allPages } from './all-pages.ts';
import { api } from './client.ts';
import { type Plan, useAccountPlan } from './plans.ts';
import { isLive, type Subscription, subscriptionsQuery } from './subscriptions.ts';
import type { RowOf } from './types.ts';

type Model = RowOf<'/api/v1/models'>;

/** Why a model that the account asked for cannot be talked to. */
export type Hindrance = 'pending' | 'suspended' | 'off' | 'unpriced' | 'notChat' | 'notInPlan';

const allModelsQuery = queryOptions({
  queryKey: ['models', 'all'],
  queryFn: () => allPages((cursor) => api.get('/api/v1/models', { query: { cursor, limit: 200 } })),
});

/** The first thing in the way; the server asks in the same order. */
export function hindranceOf(
  { status }: Pick<Subscription, 'status'>,
  model: Pick<Model, 'prices' | 'capabilities' | 'class' | 'providerClass'> | undefined,
  plan: Pick<Plan, 'modelClasses' | 'cloudAccess'> | null | undefined,
): Hindrance | null {
  if (status === 'pending' || status === 'suspended') return status;
  if (!model) return 'off';
  if (!model.capabilities.includes('chat')) return 'notChat';
  if (plan && model.class && !plan.modelClasses.includes(model.class)) return 'notInPlan';
  if (plan && !plan.cloudAccess && model.providerClass === 'cloud') return 'notInPlan';
  return model.prices ? null : 'unpriced';
}

/** The chat models that the account can call (a query in form, for `Remote`), and the ones it asked for but cannot. */
export function useChatModels(accountId: string) {
  const models = useQuery(allModelsQuery);
  const subscriptions = useQuery(subscriptionsQuery(accountId));
  const plan = useAccountPlan(accountId);
  const asked = subscriptions.data?.filter(isLive);
  const known =
    models.data &&
    asked?.map((subscription) => {
      const model = models.data.find(({ id }) => id === subscription.modelId);
      return { subscription, model, hindrance: hindranceOf(subscription, model, plan) };
    });
  return {
    data: known?.flatMap(({ model, hindrance }) => (model && !hindrance ? [model] : [])),
    hindered: known?.flatMap(({ subscription: { modelId, modelDisplayName }, hindrance }) =>
      hindrance ? [{ modelId, displayName: modelDisplayName, hindrance }] : [],
    ),
    error: models.error ?? subscriptions.error,
    refetch: () => Promise.all([models.refetch(), subscriptions.refetch()]),
  };
}
