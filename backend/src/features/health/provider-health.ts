import type { App } from '../../app.ts';
import { breakerOf, noFigures, type BreakerState, type ProviderFigures } from '../../lib/provider-figures.ts';
import { quantileMs } from '../../lib/latency-buckets.ts';
import { OneOf } from '../../lib/schemas.ts';
import { type CountedProviderRow, listProviders } from '../providers/queries.ts';
import { mergeFigures } from './merge-figures.ts';
import { listGatewayHealth, listStoppedProviders } from './queries.ts';

export const Breaker = OneOf(
  ['closed', 'open', 'half_open'],
  'closed: calls go through; open: nobody can connect to the provider, or all its models that were called lately fail, and it gets no calls; half_open: one call tries it',
);

export type ProviderHealth = {
  provider: CountedProviderRow;
  stopped: boolean;
  breaker: BreakerState;
  p50Ms: number | null;
  p95Ms: number | null;
  figures: ProviderFigures;
};

/** Every provider with what the gateways that live know of its health; one that nobody has called counts as well. */
export async function listProviderHealth(
  app: App,
): Promise<{ gateways: number; providers: ProviderHealth[] }> {
  const [rows, stopped, gateways] = await Promise.all([
    listProviders(app.db),
    listStoppedProviders(app.db),
    listGateways(app),
  ]);
  const providers = rows.map((provider) => {
    const figures = mergeFigures(gateways.map((known) => known[provider.id] ?? noFigures));
    return {
      provider,
      stopped: stopped.includes(provider.id),
      breaker: breakerOf(figures),
      p50Ms: quantileMs(figures.firstByte, 0.5),
      p95Ms: quantileMs(figures.firstByte, 0.95),
      figures,
    };
  });
  return { gateways: gateways.length, providers };
}

/** What each gateway knows: this instance as it is now, the others as they have written a moment ago. */
async function listGateways({ db, gatewayHealth }: App): Promise<Record<string, ProviderFigures>[]> {
  const rows = await listGatewayHealth(db);
  if (!gatewayHealth) return rows.map(({ providers }) => providers);
  const others = rows.filter(({ instance_id }) => instance_id !== gatewayHealth.instanceId());
  return [...others.map(({ providers }) => providers), gatewayHealth.providers()];
}
