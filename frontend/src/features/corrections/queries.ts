import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { BodyOf, ResponseOf, RowOf } from '../../api/types.ts';

export type Report = ResponseOf<'get', '/api/v1/admin/re-ratings/{reRatingId}'>;
export type ReRating = RowOf<'/api/v1/admin/re-ratings'>;
export type NewReRating = Omit<BodyOf<'post', '/api/v1/admin/re-ratings'>, 'apply'>;

/** The model whose calls are corrected. */
export const modelQuery = (modelId: string) =>
  queryOptions({
    queryKey: ['admin-models', 'one', modelId],
    queryFn: ({ signal }) => api.get('/api/v1/admin/models/{modelId}', { params: { modelId }, signal }),
  });

/** What was corrected of a model before, newest first. */
export const reRatingsQuery = (modelId: string) =>
  queryOptions({
    queryKey: ['corrections', modelId],
    queryFn: async ({ signal }) =>
      (await api.get('/api/v1/admin/re-ratings', { query: { modelId }, signal })).data,
  });

/** Says what a correction would come to; changes nothing. */
export function useReport() {
  return useMutation({
    mutationFn: (body: NewReRating) =>
      api.post('/api/v1/admin/re-ratings', { body: { ...body, apply: false } }),
  });
}

/** Corrects the calls, once for each `idempotencyKey`. Errors: 409 `re_rating_overlaps`. */
export function useApply() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, idempotencyKey }: { body: NewReRating; idempotencyKey: string }) =>
      api.post('/api/v1/admin/re-ratings', { body: { ...body, apply: true }, idempotencyKey }),
    // Also after an error: when the answer was lost on the way, it may be applied.
    onSettled: () =>
      Promise.all(
        ['corrections', 'credits', 'usage', 'admin-users', 'admin-overview'].map((key) =>
          client.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
