import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useAccountId } from '../../api/account.ts';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { modelsQuery } from './queries.ts';

type Filters = Parameters<typeof modelsQuery>[0];

const names = ['search', 'capability', 'class', 'providerClass'] as const;

/** The catalogue by the filters in the URL, and the account's subscription to each model. */
export function useModelsPage() {
  const filters = useUrlFilters(names);
  const models = useInfiniteQuery(modelsQuery(filters.values as Filters));
  const subscriptions = useQuery(subscriptionsQuery(useAccountId()));
  return {
    filters,
    models,
    // Access is part of every row: rows wait for both.
    rows: subscriptions.data && models.data,
    error: models.error ?? subscriptions.error,
    retry: () => Promise.all([models.refetch(), subscriptions.refetch()]),
    subscriptionTo: (modelId: string) => subscriptions.data?.find((one) => one.modelId === modelId),
  };
}

export type ModelsPage = ReturnType<typeof useModelsPage>;
