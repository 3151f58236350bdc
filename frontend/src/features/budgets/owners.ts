import { queryOptions } from '@tanstack/react-query';
import { allPages } from '../../api/all-pages.ts';
import { api } from '../../api/client.ts';
import type { Place, Scope } from './place.ts';

/** Something that can have a budget. */
export type Owner = { id: string; name: string };
type Lookup = (accountId: string) => Promise<Owner[]>;

const limit = 200;
const liveStatuses = ['pending', 'active', 'suspended'];

const ofAccount: Partial<Record<Scope, Lookup>> = {
  project: async (accountId) =>
    (await api.get('/api/v1/accounts/{accountId}/projects', { params: { accountId } })).data,
  key: (accountId) =>
    allPages((cursor) =>
      api.get('/api/v1/accounts/{accountId}/api-keys', {
        params: { accountId },
        query: { limit, cursor, status: 'active' },
      }),
    ),
  subscription: async (accountId) => {
    const params = { accountId };
    const { data } = await api.get('/api/v1/accounts/{accountId}/subscriptions', { params });
    return data
      .filter(({ status }) => liveStatuses.includes(status))
      .map(({ id, modelDisplayName }) => ({ id, name: modelDisplayName }));
  },
  model: async () => {
    const models = await allPages((cursor) => api.get('/api/v1/models', { query: { limit, cursor } }));
    return models.map(({ id, displayName }) => ({ id, name: displayName }));
  },
};

const ofPlatform: Partial<Record<Scope, Lookup>> = {
  provider: async () => (await api.get('/api/v1/admin/providers')).data,
  model: async () =>
    (await api.get('/api/v1/admin/models')).data.map(({ id, displayName }) => ({ id, name: displayName })),
};

/** What a budget of this scope may be for; none where there is nothing to choose. */
export const ownersQuery = (place: Place, scope: Scope) =>
  queryOptions({
    queryKey: ['budgets', place.id, 'owners', scope],
    queryFn: async () => (await (place.isPlatform ? ofPlatform : ofAccount)[scope]?.(place.id)) ?? [],
  });
