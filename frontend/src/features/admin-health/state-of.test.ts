import { expect, it } from 'vitest';
import type { ProviderHealth } from './queries.ts';
import { needsAttention, stateOf } from './state-of.ts';

const healthy = {
  enabled: true,
  stopped: false,
  breaker: 'closed',
  reachable: true,
  calls: 20,
  errorRate: 0,
  models: [{ upstreamModel: 'a', breaker: 'closed' }],
  dailyCap: { used: 29, limit: 30 },
} as unknown as ProviderHealth;
const failing = [
  { upstreamModel: 'a', breaker: 'closed' as const },
  { upstreamModel: 'b', breaker: 'half_open' as const },
];

it.each([
  [{}, 'closed', false],
  [{ calls: 0, errorRate: null, reachable: null, models: [] }, 'idle', false],
  [{ enabled: false, stopped: true, breaker: 'open' as const }, 'disabled', false],
  [{ stopped: true, breaker: 'open' as const }, 'stopped', true],
  [{ breaker: 'open' as const, reachable: false }, 'open', true],
  [{ breaker: 'half_open' as const }, 'half_open', true],
  [{ reachable: false }, 'unreachable', true],
  [{ models: failing }, 'degraded', true],
  [{ dailyCap: null }, 'closed', false],
  [{ dailyCap: { used: 30, limit: 30 } }, 'capped', true],
  [{ dailyCap: { used: 31, limit: 30 }, calls: 0 }, 'capped', true],
  [{ dailyCap: { used: 30, limit: 30 }, breaker: 'open' as const }, 'open', true],
  [{ errorRate: 0.1 }, 'degraded', true],
  [{ errorRate: 0.09 }, 'closed', false],
])('%j is %s', (fields, state, attention) => {
  const provider = { ...healthy, ...fields };
  expect([stateOf(provider), needsAttention(provider)]).toEqual([state, attention]);
});
