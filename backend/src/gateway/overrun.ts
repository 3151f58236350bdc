import type { Admitted } from './call.ts';
import { tokenCounterFor } from './count-tokens.ts';
import type { Provider } from './snapshots/catalogue.ts';
import type { StreamReader } from './stream-reader.ts';

/** How closely a stream is watched. */
type Closeness = {
  /** A token has about four bytes. Below this many, nobody counts: an honest answer is not worth it. */
  bytesPerTokenMost: number;
  bytesFree: number;
  /** Bytes of a stream around each token of it, at the least. */
  passedBytesPerToken: number;
  passedBytesFree: number;
  /** The share of what has passed that passes until it is counted again. */
  pause: number;
};

const loose: Closeness = {
  bytesPerTokenMost: 8,
  bytesFree: 1024,
  passedBytesPerToken: 64,
  passedBytesFree: 16 * 1024,
  pause: 1 / 2,
};
/** For clients who say what a call may cost. */
const close: Closeness = {
  bytesPerTokenMost: 2,
  bytesFree: 0,
  passedBytesPerToken: 64,
  passedBytesFree: 1024,
  pause: 1 / 8,
};

/** Tokenizers differ by less than this. */
const tolerance = 2n;
const tokensFree = 100n;

/** More output than this is clearly more than was held for. */
export const overrunTokens = (held: bigint) => held * tolerance + tokensFree;

/**
 * Watches that a stream says no more than was held for, and does not cost more than its client lets it: a server
 * that takes no notice of its bound would otherwise cost more than anybody has. First the bytes that passed are
 * looked at, then those of the text, and only where these are too many the tokens are counted.
 */
export function createOverrunWatch(
  reader: StreamReader,
  kind: Provider['kind'],
  { outputTokensMost: held, outputTokensPayable: payable }: Admitted,
) {
  const most = payable ?? overrunTokens(held);
  const closeness = payable === null ? loose : close;
  const watched = Number(payable ?? held);
  const suspiciousBytes = watched * closeness.bytesPerTokenMost + closeness.bytesFree;
  let nextLook = Math.max(watched * closeness.passedBytesPerToken, closeness.passedBytesFree);
  let isCounting = false;

  return {
    isDue: () => reader.passedBytes() > nextLook && !isCounting,
    /** Whether clearly more was said than was held for, or more than may be paid for. */
    async isOver(): Promise<boolean> {
      const said = reader.bytesSaid();
      const passed = reader.passedBytes();
      if (said <= suspiciousBytes) {
        nextLook = passed + Math.max(closeness.passedBytesFree, suspiciousBytes - said);
        return false;
      }
      nextLook = passed + passed * closeness.pause;
      isCounting = true;
      try {
        const counter = await tokenCounterFor(kind);
        return (await counter.count(reader.textsSaid(), most + 1n)) > most;
      } finally {
        isCounting = false;
      }
    },
  };
}
