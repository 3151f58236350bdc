import { Type } from '@sinclair/typebox';
import { failureKinds } from '../../lib/provider-figures.ts';
import { providerKinds } from '../../lib/providers/upstream-url.ts';
import { Nullable, OneOf, Time } from '../../lib/schemas.ts';
import { Breaker } from './provider-health.ts';

const Count = Type.Integer({ minimum: 0 });
const Milliseconds = Nullable(Type.Integer({ minimum: 0 }));

const Details = Type.Object(
  {
    id: Type.String(),
    class: OneOf(['local', 'cloud']),
    stopped: Type.Boolean({ description: 'A kill switch stops the provider' }),
    reachable: {
      ...Nullable(Type.Boolean()),
      description:
        'Whether every instance that tried it in the last five minutes could connect the last time; null: none tried',
    },
    windowSeconds: { ...Count, description: 'Over how long latency, calls and errors are counted' },
    p50Ms: { ...Milliseconds, description: 'Half of the calls had the first byte of their answer by then' },
    p95Ms: { ...Milliseconds, description: 'Nineteen of twenty calls had it by then' },
    calls: { ...Count, description: 'Requests to the provider; also those that were tried elsewhere after' },
    failedCalls: {
      ...Count,
      description:
        'Those without an answer for a reason that is not the request’s: no connection, too late, broken off, an error status',
    },
    errorRate: {
      ...Nullable(Type.Number({ minimum: 0, maximum: 1 })),
      description: 'failedCalls of calls; null without calls',
    },
    lastFailure: Nullable(
      Type.Object({
        kind: OneOf(
          failureKinds,
          'unreached: no connection; timeout: no answer in time; broken: it broke off, or was none; status: an error status',
        ),
        status: Nullable(Type.Integer({ description: 'The HTTP status, where there was one' })),
        at: Time,
      }),
    ),
    running: { ...Count, description: 'Calls that have a slot now' },
    waiting: { ...Count, description: 'Calls that wait for a slot now' },
    instances: { ...Count, description: 'Gateways that live: the bounds below are of each of them' },
    maxConcurrency: Nullable(Type.Integer({ description: 'null: unbounded' })),
    maxQueue: Nullable(Type.Integer({ description: 'null: unbounded' })),
    overflowAfter: {
      ...Count,
      description: 'With more calls than that waiting, at one of them, others go to another route',
    },
    connection: Breaker,
    models: Type.Array(Type.Object({ upstreamModel: Type.String(), breaker: Breaker }), {
      description: 'Models that were called lately, or whose breaker is not closed',
    }),
    dailyCap: Nullable(
      Type.Object(
        { used: Count, limit: Count },
        { description: 'Calls it has served today (UTC), and how many it may; null without a cap' },
      ),
    ),
  },
  { description: 'For admins and auditors only' },
);

export const IntegrationHealth = Type.Object({
  name: Type.String(),
  kind: OneOf(providerKinds),
  enabled: Type.Boolean(),
  breaker: Breaker,
  latencyMs: Nullable(
    Type.Integer({
      description: 'To the first byte of the answer, of half of the calls of the last five minutes',
    }),
  ),
  details: Type.Optional(Details),
});
