import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { Balance } from '../../api/credits.ts';
import type { RowOf } from '../../api/types.ts';

export type Grant = Balance['grants'][number];
export type Booking = RowOf<'/api/v1/accounts/{accountId}/credits/ledger'>;

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
