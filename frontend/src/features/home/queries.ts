import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { RowOf } from '../../api/types.ts';
import { startOfLastDays } from '../../components/zoned-day.ts';

export type Call = RowOf<'/api/v1/accounts/{accountId}/usage'>;

const weekDays = 7;
const lastCallCount = 5;

/** Totals of the last seven days with today, and of the same time before as `previous`. */
export const weekQuery = (accountId: string, timeZone: string) =>
  queryOptions({
    queryKey: ['usage', accountId, 'week', timeZone],
    queryFn: () =>
      api.get('/api/v1/accounts/{accountId}/usage/summary', {
        params: { accountId },
        query: { from: startOfLastDays(weekDays, timeZone, Date.now()) },
      }),
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
