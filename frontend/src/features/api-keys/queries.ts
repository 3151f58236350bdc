import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { listBudgets } from '../../api/budgets.ts';
import { api } from '../../api/client.ts';
import { queryClient } from '../../api/query-client.ts';
import type { BodyOf, QueryOf, ResponseOf, RowOf } from '../../api/types.ts';
import { startOfLastDays } from '../../components/zoned-day.ts';

export type ApiKey = RowOf<'/api/v1/accounts/{accountId}/api-keys'>;
export type NewKey = BodyOf<'post', '/api/v1/accounts/{accountId}/api-keys'>;
export type CreatedKey = ResponseOf<'post', '/api/v1/accounts/{accountId}/api-keys'>;
type Status = (QueryOf<'get', '/api/v1/accounts/{accountId}/api-keys'> & object)['status'];

const usageDays = 30;

/** The keys of the account, the newest first, page by page. */
export const keysQuery = (accountId: string, status: Status) =>
  infiniteQueryOptions({
    queryKey: ['api-keys', accountId, 'list', status],
    queryFn: ({ pageParam }) =>
      api.get('/api/v1/accounts/{accountId}/api-keys', {
        params: { accountId },
        query: { status, cursor: pageParam },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    select: ({ pages }) => pages.flatMap(({ data }) => data),
  });

/** One key of the account. */
export const keyQuery = (accountId: string, keyId: string) =>
  queryOptions({
    queryKey: ['api-keys', accountId, 'one', keyId],
    queryFn: () => api.get('/api/v1/accounts/{accountId}/api-keys/{keyId}', { params: { accountId, keyId } }),
  });

/** What the key was used for in the last 30 days with today, by model. */
export const keyUsageQuery = (accountId: string, keyId: string, timeZone: string) =>
  queryOptions({
    queryKey: ['usage', accountId, 'key', keyId, timeZone],
    queryFn: () =>
      api.get('/api/v1/accounts/{accountId}/usage/summary', {
        params: { accountId },
        query: {
          keyId,
          groupBy: 'model',
          from: startOfLastDays(usageDays, timeZone, Date.now()),
        },
      }),
  });

/** The budgets of keys that this user sees. */
export const keyBudgetsQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['budgets', accountId, 'list', 'key'],
    queryFn: () => listBudgets(accountId, 'key'),
    // Calls move them: what was true half a minute ago is shown only until the answer is here.
    staleTime: 0,
  });

/** A key comes and goes with its budget. */
const refresh = (accountId: string) =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['api-keys', accountId] }),
    queryClient.invalidateQueries({ queryKey: ['budgets', accountId] }),
  ]);

/** Makes a key; the answer is the only one that carries its secret. */
export function useCreateKey(accountId: string) {
  return useMutation({
    mutationFn: (body: NewKey) =>
      api.post('/api/v1/accounts/{accountId}/api-keys', { params: { accountId }, body }),
    onSuccess: () => void refresh(accountId),
    // A secret does not stay in the cache once the dialog is gone.
    gcTime: 0,
  });
}

/** Ends a key for good. */
export function useRevokeKey(accountId: string) {
  return useMutation({
    mutationFn: (keyId: string) =>
      api.post('/api/v1/accounts/{accountId}/api-keys/{keyId}/revoke', { params: { accountId, keyId } }),
    onSuccess: () => refresh(accountId),
  });
}
