import { tokenCounterFor } from './count-tokens.ts';
import type { Provider } from './snapshots/catalogue.ts';
import type { StreamReader } from './stream-reader.ts';

/** A token has about four bytes. Below twice that, nobody counts: an honest answer is not worth it. */
const bytesPerTokenMost = 8;
const bytesFree = 1024;
/** Tokenizers differ by less than this. */
const tolerance = 2n;
const tokensFree = 100n;
/** Bytes of a stream around each token of it, at the least. */
const passedBytesPerToken = 64;
const passedBytesFree = 16 * 1024;

/**
 * Watches that a stream says no more than was held for: a server that takes no notice of its bound would
 * otherwise cost more than anybody has. First the bytes that passed are looked at, then those of the text, and only
 * where these are too many the tokens are counted.
 * @param held output tokens
 */
export function createOverrunWatch(reader: StreamReader, kind: Provider['kind'], held: bigint) {
  const suspiciousBytes = Number(held) * bytesPerTokenMost + bytesFree;
  let nextLook = Math.max(Number(held) * passedBytesPerToken, passedBytesFree);
  let isCounting = false;

  return {
    isDue: () => reader.passedBytes() > nextLook && !isCounting,
    /** Whether clearly more was said than was held for. */
    async isOver(): Promise<boolean> {
      const said = reader.bytesSaid();
      const passed = reader.passedBytes();
      if (said <= suspiciousBytes) {
        nextLook = passed + Math.max(passedBytesFree, suspiciousBytes - said);
        return false;
      }
      nextLook = passed + passed / 2;
      isCounting = true;
      try {
        const counter = await tokenCounterFor(kind);
        return (await counter.count(reader.textsSaid())) > held * tolerance + tokensFree;
      } finally {
        isCounting = false;
      }
    },
  };
}
