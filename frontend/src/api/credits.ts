import { queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import type { ResponseOf } from './types.ts';

export type Balance = ResponseOf<'get', '/api/v1/accounts/{accountId}/credits'>;

/** Credits of the account: balance, held, available, and the grants they come from. */
export const creditsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['credits', accountId, 'balance'],
    queryFn: () => api.get('/api/v1/accounts/{accountId}/credits', { params: { accountId } }),
  });
