import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import type { RowOf } from './types.ts';

export type Plan = RowOf<'/api/v1/plans'>;

/** The plans on offer, also for strangers. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: async () => (await api.get('/api/v1/plans')).data,
  staleTime: 5 * 60_000,
});
