import { addCounts, bucketCount, bucketOf } from '../../lib/latency-buckets.ts';
import {
  type Failure,
  type FailureKind,
  figuresWindowMs,
  type ProviderFigures,
} from '../../lib/provider-figures.ts';

/** What is told of one request to a provider while it goes on. */
export type Visit = {
  /** The head of an answer came. */
  answered: () => void;
  /** The first byte of what was asked for came. */
  firstByte: () => void;
  /** No answer came, or none that is any use. */
  failed: (kind: FailureKind, status?: number) => void;
};
export type Tally = ReturnType<typeof createTally>;

const sliceMs = 10_000;

type Slice = { endMs: number; calls: number; failed: number; firstByte: Uint32Array };

/** All first bytes since the start, for those who keep sums of their own. */
export type FirstBytes = { counts: number[]; sumMs: number };

/**
 * Counts what the requests to a provider come to, in slices of time of which the last few minutes are kept. Telling
 * it something is an addition; sums are made when somebody asks.
 */
export function createTally(nowMs: () => number = () => performance.now()) {
  const ever = { counts: Array.from({ length: bucketCount }, () => 0), sumMs: 0 };
  let slices: Slice[] = [];
  let current: Slice | undefined;
  let reach: { reached: boolean; atMs: number } | null = null;
  let lastFailure: Failure | null = null;

  const isKept = ({ endMs }: Slice, now: number) => endMs > now - figuresWindowMs;

  function sliceAt(now: number): Slice {
    if (current && now < current.endMs) return current;
    current = { endMs: now + sliceMs, calls: 0, failed: 0, firstByte: new Uint32Array(bucketCount) };
    slices = [...slices.filter((slice) => isKept(slice, now)), current];
    return current;
  }

  return {
    /** A request goes out. */
    begin(): Visit {
      const startedMs = nowMs();
      const slice = sliceAt(startedMs);
      slice.calls += 1;
      let hasFailed = false;
      return {
        answered: () => void (reach = { reached: true, atMs: startedMs }),
        firstByte() {
          const now = nowMs();
          const ms = now - startedMs;
          const bucket = bucketOf(ms);
          sliceAt(now).firstByte[bucket]! += 1;
          ever.counts[bucket]! += 1;
          ever.sumMs += ms;
        },
        failed(kind, status) {
          reach = { reached: kind !== 'unreached', atMs: nowMs() };
          lastFailure = { kind, status: status ?? null, atMs: Date.now() };
          // With the call itself, so that there are never more failures than calls.
          if (!hasFailed) slice.failed += 1;
          hasFailed = true;
        },
      };
    },
    firstBytes: (): FirstBytes => ever,
    figures(): Pick<ProviderFigures, 'reachable' | 'calls' | 'failedCalls' | 'firstByte' | 'lastFailure'> {
      const now = nowMs();
      const kept = slices.filter((slice) => isKept(slice, now));
      return {
        reachable: reach && now - reach.atMs < figuresWindowMs ? reach.reached : null,
        calls: kept.reduce((sum, { calls }) => sum + calls, 0),
        failedCalls: kept.reduce((sum, { failed }) => sum + failed, 0),
        firstByte: addCounts(kept.map(({ firstByte }) => [...firstByte])),
        lastFailure,
      };
    },
  };
}
