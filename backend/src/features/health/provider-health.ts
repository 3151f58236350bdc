import type { App } from '../../app.ts';
import { OneOf } from '../../lib/schemas.ts';
import { listProviderNames, type ProviderRow } from './queries.ts';

export const Breaker = OneOf(
  ['closed', 'open', 'half_open'],
  'closed: calls go through; open: nobody can connect to the provider, or all its models that were called lately fail, and it gets no calls; half_open: one call tries it',
);

type ProviderHealth = ProviderRow & { breaker: 'closed' | 'open' | 'half_open'; latencyMs: number | null };

/** Every provider with what this instance knows of its health; one that it has not called counts as well. */
export async function listProviderHealth(app: App): Promise<ProviderHealth[]> {
  const states = app.providerStates?.();
  return (await listProviderNames(app.db)).map((provider) => ({
    ...provider,
    ...(states?.get(provider.id) ?? { breaker: 'closed', latencyMs: null }),
  }));
}
