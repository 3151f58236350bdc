import type { App } from '../../app.ts';
import { figuresWindowMs } from '../../lib/provider-figures.ts';
import { List, replies } from '../../lib/schemas.ts';
import { listProviderHealth, type ProviderHealth } from './provider-health.ts';
import { IntegrationHealth } from './schemas.ts';

/** What signed-in users may know of the providers: little; admins and auditors, all. */
export async function integrationHealthRoutes(app: App): Promise<void> {
  app.get(
    '/health/integration',
    {
      schema: {
        tags: ['Health'],
        security: [{ accessToken: [] }],
        summary: 'Health of the providers',
        description:
          'Every provider by name, with its breaker and its latency as all instances together see them, and for admins and auditors with what its calls of the last minutes came to. What other instances know is a few seconds old.',
        response: replies({ 200: List(IntegrationHealth) }),
      },
    },
    async ({ caller }) => {
      const { gateways, providers } = await listProviderHealth(app);
      return {
        data: providers.map((health) => ({
          name: health.provider.name,
          kind: health.provider.kind,
          enabled: health.provider.enabled,
          breaker: health.breaker,
          latencyMs: health.p50Ms,
          ...(caller.role !== 'user' && { details: detailsOf(health, gateways) }),
        })),
      };
    },
  );
}

function detailsOf({ provider, stopped, p50Ms, p95Ms, figures }: ProviderHealth, instances: number) {
  const { calls, failedCalls, lastFailure } = figures;
  const { daily_request_cap: limit, daily_requests_used: used } = provider;
  return {
    id: provider.id,
    class: provider.class,
    stopped,
    reachable: figures.reachable,
    windowSeconds: figuresWindowMs / 1000,
    p50Ms,
    p95Ms,
    calls,
    failedCalls,
    errorRate: calls === 0 ? null : failedCalls / calls,
    lastFailure: lastFailure && {
      kind: lastFailure.kind,
      status: lastFailure.status,
      at: new Date(lastFailure.atMs).toISOString(),
    },
    running: figures.running,
    waiting: figures.waiting,
    instances,
    maxConcurrency: provider.max_concurrency,
    maxQueue: provider.max_queue,
    overflowAfter: provider.overflow_after,
    connection: figures.connection,
    models: figures.models,
    dailyCap: limit === null ? null : { used: Number(used ?? 0n), limit: Number(limit) },
  };
}
