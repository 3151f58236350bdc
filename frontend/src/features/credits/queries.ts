import { infiniteQueryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { QueryOf, RowOf } from '../../api/types.ts';

export type Booking = RowOf<'/api/v1/accounts/{accountId}/credits/ledger'>;
type Kind = Booking['kind'];

/** What changed the balance, newest first, page by page; all of it, or of one kind. */
export const ledgerQuery = (accountId: string, kind: Kind | undefined) =>
  infiniteQueryOptions({
    queryKey: ['credits', accountId, 'ledger', kind],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/accounts/{accountId}/credits/ledger', {
        params: { accountId },
        query: { limit: 25, ...(kind && { kind }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

type Period = QueryOf<'get', '/api/v1/accounts/{accountId}/credits/statement'>;

/** The statement of a period, as the text of a CSV file. */
export const useStatement = (accountId: string) =>
  useMutation({
    mutationFn: async (period: Pick<Period, 'from' | 'to'>) =>
      String(
        await api.get('/api/v1/accounts/{accountId}/credits/statement', {
          params: { accountId },
          query: { ...period, format: 'csv' },
        }),
      ),
  });
