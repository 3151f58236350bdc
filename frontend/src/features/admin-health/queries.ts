import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { RowOf } from '../../api/types.ts';

type Row = RowOf<'/api/v1/health/integration'>;
export type ProviderHealth = Omit<Row, 'details'> & NonNullable<Row['details']>;

const everyMs = 5_000;

/** Every provider with all that is known of its health. Asked again every few seconds, but not in a hidden tab. */
export const healthQuery = queryOptions({
  queryKey: ['admin-health'],
  queryFn: async ({ signal }) => {
    const { data } = await api.get('/api/v1/health/integration', { signal });
    return data.flatMap(({ details, ...row }): ProviderHealth[] => (details ? [{ ...row, ...details }] : []));
  },
  staleTime: 0,
  refetchInterval: everyMs,
  refetchIntervalInBackground: false,
  refetchOnWindowFocus: true,
});
