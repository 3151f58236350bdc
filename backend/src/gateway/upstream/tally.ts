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
const slicesKept = figuresWindowMs / sliceMs;

type Slice = { index: number; calls: number; failed: number; firstByte: Uint32Array };

/**
 * Counts what the requests to a provider come to, in slices of time of which the last few minutes are kept. Telling
 * it something is an addition; sums are made when somebody asks.
 */
export function createTally(
  onFirstByte: (ms: number) => void = () => {},
  nowMs: () => number = () => performance.now(),
) {
  let slices: Slice[] = [];
  let reach: { reached: boolean; atMs: number } | null = null;
  let lastFailure: Failure | null = null;

  function sliceAt(atMs: number): Slice {
    const index = Math.floor(atMs / sliceMs);
    const last = slices.at(-1);
    if (last?.index === index) return last;
    const slice = { index, calls: 0, failed: 0, firstByte: new Uint32Array(bucketCount) };
    slices = [...slices.filter((kept) => kept.index > index - slicesKept), slice];
    return slice;
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
          sliceAt(now).firstByte[bucketOf(now - startedMs)]! += 1;
          onFirstByte(now - startedMs);
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
    figures(): Pick<ProviderFigures, 'reachable' | 'calls' | 'failedCalls' | 'firstByte' | 'lastFailure'> {
      const now = nowMs();
      const oldest = Math.floor(now / sliceMs) - slicesKept;
      const kept = slices.filter(({ index }) => index > oldest);
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
