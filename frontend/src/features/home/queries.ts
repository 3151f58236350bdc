import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { RowOf } from '../../api/types.ts';

export type Call = RowOf<'/api/v1/accounts/{accountId}/usage'>;

const dayMs = 86_400_000;
export const lastCallCount = 5;

/** Totals of the last seven days, and of the seven days before as `previous`. */
export const weekQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['usage', accountId, 'week'],
    queryFn: () => {
      const now = Date.now();
      const from = new Date(now - 7 * dayMs).toISOString();
      return api.get('/api/v1/accounts/{accountId}/usage/summary', {
        params: { accountId },
        query: { from, to: new Date(now).toISOString() },
      });
    },
  });

/** The newest calls of the account. */
export const lastCallsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['usage', accountId, 'last'],
    queryFn: async () =>
      (
        await api.get('/api/v1/accounts/{accountId}/usage', {
          params: { accountId },
          query: { limit: lastCallCount },
        })
      ).data,
  });

/** One key at most: home only asks whether there is any. */
export const anyKeyQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['api-keys', accountId, 'any'],
    queryFn: async () =>
      (
        await api.get('/api/v1/accounts/{accountId}/api-keys', {
          params: { accountId },
          query: { limit: 1 },
        })
      ).data,
  });
