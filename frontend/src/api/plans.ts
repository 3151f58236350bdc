import { queryOptions, useQuery } from '@tanstack/react-query';
import { accountsQuery } from './account.ts';
import { api } from './client.ts';
import type { RowOf } from './types.ts';

export type Plan = RowOf<'/api/v1/plans'>;

/** The plans on offer, also for strangers. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: async () => (await api.get('/api/v1/plans')).data,
  staleTime: 5 * 60_000,
});

/** The plan of one of the user's accounts; null: it is on none, undefined: not known yet. */
export function useAccountPlan(accountId: string): Plan | null | undefined {
  const account = useQuery(accountsQuery).data?.find(({ id }) => id === accountId);
  const plans = useQuery(plansQuery).data;
  if (!account) return undefined;
  if (account.planId === null) return null;
  return plans?.find(({ id }) => id === account.planId);
}
