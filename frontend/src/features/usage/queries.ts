import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { isApiError } from '../../api/api-error.ts';
import { allPages } from '../../api/all-pages.ts';
import { api } from '../../api/client.ts';
import type { QueryOf, ResponseOf, RowOf } from '../../api/types.ts';
import { periodOf, type Selection, unitOf } from './period.ts';

export type Call = RowOf<'/api/v1/accounts/{accountId}/usage'>;
/** One call, with how it found its way. */
export type FullCall = ResponseOf<'get', '/api/v1/accounts/{accountId}/usage/{requestId}'>;
export type Summary = ResponseOf<'get', '/api/v1/accounts/{accountId}/usage/summary'>;
export type Group = Summary['data'][number];
export type Totals = Summary['totals'];
export type By = 'model' | 'key' | 'project';

type CallQuery = NonNullable<QueryOf<'get', '/api/v1/accounts/{accountId}/usage'>>;
/** Which calls: the range in the reader's time zone, and the filters of the list. */
export type View = {
  selection: Selection;
  timeZone: string;
  filters: Pick<CallQuery, 'modelId' | 'keyId' | 'outcome'>;
};

/** Totals of the range, of the one before, and sums by hour or day and one more word. Both follow the time zone. */
export const summaryQuery = (accountId: string, { selection, timeZone, filters }: View, by: By) =>
  queryOptions({
    queryKey: ['usage', accountId, 'summary', selection, timeZone, filters, by],
    queryFn: ({ signal }) =>
      api.get('/api/v1/accounts/{accountId}/usage/summary', {
        params: { accountId },
        query: {
          ...periodOf(selection, timeZone, Date.now()),
          ...filters,
          groupBy: `${unitOf(selection)},${by}`,
          timeZone,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

/** The calls of the range, newest first, page by page. */
export const callsQuery = (accountId: string, { selection, timeZone, filters }: View) =>
  infiniteQueryOptions({
    queryKey: ['usage', accountId, 'calls', selection, timeZone, filters],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/accounts/{accountId}/usage', {
        params: { accountId },
        query: {
          ...periodOf(selection, timeZone, Date.now()),
          ...filters,
          limit: 25,
          ...(pageParam && { cursor: pageParam }),
        },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** One call by its request id. */
export const callQuery = (accountId: string, requestId: string) =>
  queryOptions({
    queryKey: ['usage', accountId, 'call', requestId],
    queryFn: ({ signal }) =>
      api.get('/api/v1/accounts/{accountId}/usage/{requestId}', {
        params: { accountId, requestId },
        signal,
      }),
  });

/** What the call said and was told; null: nothing is kept of it, or not for this reader. */
export const textsQuery = (accountId: string, requestId: string) =>
  queryOptions({
    queryKey: ['usage', accountId, 'texts', requestId],
    queryFn: ({ signal }) =>
      api
        .get('/api/v1/accounts/{accountId}/usage/{requestId}/texts', {
          params: { accountId, requestId },
          signal,
        })
        .catch((error: unknown) => {
          if (isApiError(error) && [403, 404].includes(error.status)) return null;
          throw error;
        }),
  });

/** All keys of the account, for the filter and for names: also those that have ended. */
export const keysQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['api-keys', accountId, 'names'],
    queryFn: ({ signal }) =>
      allPages((cursor) =>
        api.get('/api/v1/accounts/{accountId}/api-keys', {
          params: { accountId },
          query: { limit: 200, cursor },
          signal,
        }),
      ),
  });
