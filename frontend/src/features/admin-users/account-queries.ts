import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { allPages } from '../../api/all-pages.ts';
import { api } from '../../api/client.ts';
import type { RowOf } from '../../api/types.ts';
import { startOfLastDays } from '../../components/zoned-day.ts';

export type AccountKey = RowOf<'/api/v1/admin/accounts/{accountId}/api-keys'>;
export type AccountBudget = RowOf<'/api/v1/admin/accounts/{accountId}/budgets'>;
export type AccountCall = RowOf<'/api/v1/admin/accounts/{accountId}/usage'>;

const usageDays = 30;
const atOnce = 10;

/** What the account called in the last 30 days with today, by model. */
export const accountUsageQuery = (accountId: string, timeZone: string) =>
  queryOptions({
    queryKey: ['admin-users', 'usage', accountId, timeZone],
    queryFn: ({ signal }) =>
      api.get('/api/v1/admin/accounts/{accountId}/usage/summary', {
        params: { accountId },
        query: { groupBy: 'model', from: startOfLastDays(usageDays, timeZone, Date.now()) },
        signal,
      }),
  });

/** Every call of the account, the newest first, page by page. */
export const accountCallsQuery = (accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['admin-users', 'calls', accountId],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/accounts/{accountId}/usage', {
        params: { accountId },
        query: { limit: 25, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** One call of the account, with how it found its way. */
export const accountCallQuery = (accountId: string, requestId: string) =>
  queryOptions({
    queryKey: ['admin-users', 'call', accountId, requestId],
    queryFn: ({ signal }) =>
      api.get('/api/v1/admin/accounts/{accountId}/usage/{requestId}', {
        params: { accountId, requestId },
        signal,
      }),
  });

/** The keys of the account, the newest first, page by page. */
export const accountKeysQuery = (accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['admin-users', 'keys', accountId],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/accounts/{accountId}/api-keys', {
        params: { accountId },
        query: { limit: atOnce, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** The names of all keys of the account, by id. */
export const accountKeyNamesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['admin-users', 'key-names', accountId],
    queryFn: async ({ signal }) => {
      const keys = await allPages((cursor) =>
        api.get('/api/v1/admin/accounts/{accountId}/api-keys', {
          params: { accountId },
          query: { limit: 200, cursor },
          signal,
        }),
      );
      return new Map(keys.map(({ id, name }) => [id, name]));
    },
  });

/** What the account asked for and was given, the oldest first, page by page. */
export const accountSubscriptionsQuery = (accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['admin-subscriptions', 'of', accountId],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/subscriptions', {
        query: { accountId, limit: atOnce, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** The budgets that the account has set itself, the newest first, page by page. */
export const accountBudgetsQuery = (accountId: string) =>
  infiniteQueryOptions({
    queryKey: ['admin-users', 'budgets', accountId],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/accounts/{accountId}/budgets', {
        params: { accountId },
        query: { limit: atOnce, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    // Calls move them: what was true half a minute ago is shown only until the answer is here.
    staleTime: 0,
  });
