import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { BodyOf, RowOf } from '../../api/types.ts';

export type AdminModel = RowOf<'/api/v1/admin/models'>;
export type NewModel = BodyOf<'post', '/api/v1/admin/models'>;
export type ModelChange = BodyOf<'patch', '/api/v1/admin/models/{modelId}'>;
export type Provider = RowOf<'/api/v1/admin/providers'>;

export const modelQuery = (modelId: string) =>
  queryOptions({
    queryKey: ['admin-models', 'one', modelId],
    queryFn: ({ signal }) => api.get('/api/v1/admin/models/{modelId}', { params: { modelId }, signal }),
  });

const dependents = ['admin-models', 'models', 'admin-providers', 'admin-subscriptions', 'admin-overview'];

function useModelsChanged(refetchType: 'active' | 'none' = 'active') {
  const client = useQueryClient();
  return () =>
    Promise.all(dependents.map((key) => client.invalidateQueries({ queryKey: [key], refetchType })));
}

/** Adds a model. Errors: 409 `name_taken`, 400 by field. */
export function useCreateModel() {
  const changed = useModelsChanged();
  return useMutation({
    mutationFn: (body: NewModel) => api.post('/api/v1/admin/models', { body }),
    onSuccess: changed,
  });
}

/** Changes what the body names; `subscriptionsSentBack` says how many have to be approved again. */
export function useChangeModel(modelId: string) {
  const changed = useModelsChanged();
  return useMutation({
    mutationFn: (body: ModelChange) =>
      api.patch('/api/v1/admin/models/{modelId}', { params: { modelId }, body }),
    onSuccess: changed,
  });
}

/** Removes a model that nobody subscribed to or called. Errors: 409 `model_in_use`. */
export function useDeleteModel(modelId: string) {
  // Not asked for again at once: the page that shows it is about to close.
  const changed = useModelsChanged('none');
  return useMutation({
    mutationFn: () => api.delete('/api/v1/admin/models/{modelId}', { params: { modelId } }),
    onSuccess: changed,
  });
}
