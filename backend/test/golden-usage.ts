import { describe, expect, it } from 'vitest';
import { type Dialect, readUsage } from '../src/gateway/dialects/index.ts';
import { costMicroCredits, toPrice } from '../src/lib/call-cost.ts';
import { type TokenCounts, toTokenCounts } from '../src/lib/token-counts.ts';
import { unpriced } from '../src/lib/price-list.ts';

/** In micro-credits a token: 10 in, 1 cached, 12 written, 20 written for long, 40 audio in, 15 image in, 50 out, 60 thinking, 80 audio out, 300 image out. */
const price = toPrice(1n, {
  ...unpriced,
  inputPerMillionMicroCredits: 10_000_000n,
  cachedInputPerMillionMicroCredits: 1_000_000n,
  cacheWritePerMillionMicroCredits: 12_000_000n,
  longCacheWritePerMillionMicroCredits: 20_000_000n,
  audioInputPerMillionMicroCredits: 40_000_000n,
  imageInputPerMillionMicroCredits: 15_000_000n,
  outputPerMillionMicroCredits: 50_000_000n,
  reasoningPerMillionMicroCredits: 60_000_000n,
  audioOutputPerMillionMicroCredits: 80_000_000n,
  imageOutputPerMillionMicroCredits: 300_000_000n,
});

/** A usage as a provider sends it, what it counts, and what it costs: worked out by hand, part by part. */
export type GoldenUsage = [name: string, usage: object, counts: Partial<TokenCounts>, microCredits: number];

/** Tests that a dialect is read so that every token is counted once, at the price of its part. */
export function goldenTable(dialect: Dialect, rows: GoldenUsage[]): void {
  describe(`${dialect}: usage, counts, cost`, () => {
    it.each(rows)('%s', (_name, usage, expected, microCredits) => {
      const counts = readUsage(dialect, usage);
      expect(counts).toEqual(toTokenCounts(expected));
      expect(costMicroCredits(price, counts!)).toBe(BigInt(microCredits));
    });

    it.each([[{}], [null], [undefined], ['usage'], [[]], [7]])('%j is no usage', (usage) => {
      expect(readUsage(dialect, usage)).toBeNull();
    });
  });
}
