import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client.ts';
import type { RowOf } from './types.ts';

export type Limit = RowOf<'/api/v1/accounts/{accountId}/limits'>;
/** The next call: with which key (none: the playground), to which model (none: any). */
export type NextCall = { keyId?: string; modelId?: string };

/** Every limit that the next call would have to keep, the one with the smallest share left first. */
export const limitsQuery = (accountId: string, { keyId, modelId }: NextCall = {}) =>
  queryOptions({
    queryKey: ['limits', accountId, keyId, modelId],
    queryFn: async ({ signal }) =>
      (
        await api.get('/api/v1/accounts/{accountId}/limits', {
          params: { accountId },
          query: { keyId, modelId },
          signal,
        })
      ).data,
    placeholderData: keepPreviousData,
    // Calls move them: what was true half a minute ago is shown only until the answer is here.
    staleTime: 0,
  });
