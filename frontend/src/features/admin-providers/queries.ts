import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { BodyOf, ResponseOf, RowOf } from '../../api/types.ts';

export type Provider = RowOf<'/api/v1/admin/providers'>;
export type NewProvider = BodyOf<'post', '/api/v1/admin/providers'>;
export type ProviderChange = BodyOf<'patch', '/api/v1/admin/providers/{providerId}'>;
export type Discovered = ResponseOf<'post', '/api/v1/admin/providers/{providerId}/discover'>['data'][number];
export type NewModel = BodyOf<'post', '/api/v1/admin/models'>;

export const providerQuery = (providerId: string) =>
  queryOptions({
    queryKey: ['admin-providers', 'one', providerId],
    queryFn: ({ signal }) =>
      api.get('/api/v1/admin/providers/{providerId}', { params: { providerId }, signal }),
  });

function useProvidersChanged(refetchType: 'active' | 'none' = 'active') {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ['admin-providers'], refetchType }),
      client.invalidateQueries({ queryKey: ['admin-overview'], refetchType }),
    ]);
}

/** Stores a connection. Errors: 409 `name_taken`, 400 with `baseUrl`. */
export function useCreateProvider() {
  const changed = useProvidersChanged();
  return useMutation({
    mutationFn: (body: NewProvider) => api.post('/api/v1/admin/providers', { body }),
    onSuccess: changed,
  });
}

/** Changes what the body names. Errors as for a new one. */
export function useChangeProvider(providerId: string) {
  const client = useQueryClient();
  const changed = useProvidersChanged();
  return useMutation({
    mutationFn: (body: ProviderChange) =>
      api.patch('/api/v1/admin/providers/{providerId}', { params: { providerId }, body }),
    // What it served before the change may not be what it serves now.
    onSuccess: () =>
      Promise.all([changed(), client.resetQueries({ queryKey: discoveredQuery(providerId).queryKey })]),
  });
}

/** Removes a connection. Errors: 409 `provider_in_use`. */
export function useDeleteProvider(providerId: string) {
  // Not asked for again at once: the page that shows it is about to close.
  const changed = useProvidersChanged('none');
  return useMutation({
    mutationFn: () => api.delete('/api/v1/admin/providers/{providerId}', { params: { providerId } }),
    onSuccess: changed,
  });
}

/** Asks the provider whether it answers and accepts the key, within 5 seconds; the answer is about the connection as it was. */
export function useTestProvider({ id: providerId, updatedAt }: Provider) {
  const test = useMutation({
    mutationFn: (_updatedAt: string) =>
      api.post('/api/v1/admin/providers/{providerId}/test', { params: { providerId } }),
  });
  const { data, error, isPending, variables } = test;
  const isOutdated = variables !== updatedAt;
  return {
    isPending,
    data: isOutdated ? undefined : data,
    error: isOutdated ? null : error,
    run: () => test.mutate(updatedAt),
  };
}

/** Asks the provider which models it serves. Errors: 502 `provider_unreachable` with the reason. */
export const discoveredQuery = (providerId: string) =>
  queryOptions({
    queryKey: ['admin-providers', 'discovered', providerId],
    queryFn: async () =>
      (await api.post('/api/v1/admin/providers/{providerId}/discover', { params: { providerId } })).data,
    enabled: false,
    retry: false,
  });

/** Adds a model to the catalogue. Errors: 409 `name_taken`, 400 by field. */
export function useImportModel(providerId: string) {
  const client = useQueryClient();
  const changed = useProvidersChanged();
  return useMutation({
    mutationFn: (body: NewModel) => api.post('/api/v1/admin/models', { body }),
    onSuccess: (model, { routes }) => {
      const upstream = routes[0]?.upstreamModel;
      client.setQueryData(discoveredQuery(providerId).queryKey, (found) =>
        found?.map((one) => (one.upstreamModel === upstream ? { ...one, modelId: model.id } : one)),
      );
      return Promise.all([
        changed(),
        client.invalidateQueries({ queryKey: ['admin-models'] }),
        client.invalidateQueries({ queryKey: ['models'] }),
      ]);
    },
  });
}
