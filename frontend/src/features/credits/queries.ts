import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { ResponseOf, RowOf } from '../../api/types.ts';

export type Balance = ResponseOf<'get', '/api/v1/accounts/{accountId}/credits'>;
export type Grant = Balance['grants'][number];
export type Booking = RowOf<'/api/v1/accounts/{accountId}/credits/ledger'>;

/** Credits of the account: balance, held, available, and the grants they come from. */
export const creditsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['credits', accountId, 'balance'],
    queryFn: () => api.get('/api/v1/accounts/{accountId}/credits', { params: { accountId } }),
  });

/** Everything that changed the balance, newest first, page by page. */
export const ledgerQuery = (accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['credits', accountId, 'ledger'],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/accounts/{accountId}/credits/ledger', {
        params: { accountId },
        query: { limit: 25, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
