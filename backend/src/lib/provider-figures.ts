/** closed: calls go through; open: none does; half_open: one call tries it. */
export const breakerStates = ['closed', 'half_open', 'open'] as const;
export type BreakerState = (typeof breakerStates)[number];

/** How the last call failed that did: no connection, no answer in time, broken off or none, an error status. */
export const failureKinds = ['unreached', 'timeout', 'broken', 'status'] as const;
export type FailureKind = (typeof failureKinds)[number];
export type Failure = { kind: FailureKind; status: number | null; atMs: number };

/** For how long calls are counted in the figures of a provider. */
export const figuresWindowMs = 5 * 60_000;

/** What instances know of a provider: how it does now, and what its calls of the last minutes came to. */
export type ProviderFigures = {
  /** Whether it could be connected to when it was last tried; null: not lately. */
  reachable: boolean | null;
  /** That of all its models. */
  connection: BreakerState;
  /** Models that were called lately, or are not closed. */
  models: { upstreamModel: string; breaker: BreakerState }[];
  running: number;
  waiting: number;
  calls: number;
  failedCalls: number;
  /** Calls by latency to the first byte (latency-buckets.ts). */
  firstByte: number[];
  lastFailure: Failure | null;
};

/** Of a provider that nobody has called. */
export const noFigures: ProviderFigures = {
  reachable: null,
  connection: 'closed',
  models: [],
  running: 0,
  waiting: 0,
  calls: 0,
  failedCalls: 0,
  firstByte: [],
  lastFailure: null,
};

/** A provider is failing when nobody can connect to it, or all of its models fail that were called lately. */
export function breakerOf({ connection, models }: ProviderFigures): BreakerState {
  const states = models.map(({ breaker }) => breaker);
  if (connection !== 'closed' || states.length === 0 || states.includes('closed')) return connection;
  return states.includes('half_open') ? 'half_open' : 'open';
}
