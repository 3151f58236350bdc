import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { RowOf } from '../../api/types.ts';

export type Plan = RowOf<'/api/v1/plans'>;

/** The plans on offer, also for strangers. */
export const plansQuery = queryOptions({
  queryKey: ['plans'],
  queryFn: async () => (await api.get('/api/v1/plans')).data,
  staleTime: 5 * 60_000,
});
