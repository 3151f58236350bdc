import { describe, expect, it } from 'vitest';
import { costMicroCredits, worstCaseMicroCredits } from './price.ts';
import type { Price } from './snapshots/catalogue.ts';

const price = (parts: Partial<Price>): Price => ({
  id: 1n,
  free: false,
  perRequestMicroCredits: null,
  inputPerMillionMicroCredits: null,
  cachedInputPerMillionMicroCredits: null,
  outputPerMillionMicroCredits: null,
  ...parts,
});
const tokens = (input: bigint, output: bigint, cachedInput = 0n) => ({ input, cachedInput, output });
const perMillion = (input: bigint, output: bigint, cached: bigint | null = null) =>
  price({
    inputPerMillionMicroCredits: input,
    outputPerMillionMicroCredits: output,
    cachedInputPerMillionMicroCredits: cached,
  });

describe('costMicroCredits', () => {
  it.each<[string, Price, ReturnType<typeof tokens>, bigint]>([
    ['per request only', price({ perRequestMicroCredits: 2_000_000n }), tokens(999n, 999n), 2_000_000n],
    ['per million, exact', perMillion(3_000_000n, 15_000_000n), tokens(1_000n, 200n), 6_000n],
    ['rounded up once: 1/3 + 1/3 is one', perMillion(333_333n, 333_333n), tokens(1n, 1n), 1n],
    ['rounded up from the smallest part', perMillion(1n, 0n), tokens(1n, 0n), 1n],
    ['not rounded where it is whole', perMillion(1_000_000n, 0n), tokens(7n, 0n), 7n],
    [
      'per request and per token',
      { ...perMillion(3_000_000n, 15_000_000n), perRequestMicroCredits: 5n },
      tokens(1n, 1n),
      5n + 18n,
    ],
    [
      'cached input at its price, the rest at its own',
      perMillion(10_000_000n, 0n, 1_000_000n),
      tokens(100n, 0n, 60n),
      460n,
    ],
    ['cached input without a price is input', perMillion(10_000_000n, 0n), tokens(100n, 0n, 60n), 1_000n],
    ['cached input for nothing', perMillion(10_000_000n, 0n, 0n), tokens(100n, 0n, 60n), 400n],
    ['never more cached than input', perMillion(10_000_000n, 0n, 1_000_000n), tokens(100n, 0n, 900n), 100n],
    [
      'a part without a price is not charged',
      price({ outputPerMillionMicroCredits: 1_000_000n }),
      tokens(9n, 3n),
      3n,
    ],
    ['nothing used, nothing charged', perMillion(1n, 1n), tokens(0n, 0n), 0n],
    ['free', price({ free: true }), tokens(9n, 9n), 0n],
    [
      'a million of millions, no float anywhere',
      perMillion(333_333_333_333n, 1n),
      tokens(999_999_999n, 1n),
      333_333_332_999_667n,
    ],
    [
      'so dear that it would not fit',
      perMillion(10n ** 18n, 0n),
      tokens(10n ** 9n, 0n),
      9_000_000_000_000_000n,
    ],
  ])('%s', (_name, list, counts, expected) => expect(costMicroCredits(list, counts)).toBe(expected));
});

describe('worstCaseMicroCredits', () => {
  it('has no input cached', () => {
    expect(worstCaseMicroCredits(perMillion(10_000_000n, 20_000_000n, 1_000_000n), 100n, 10n)).toBe(1_200n);
  });
  it('has all of it cached where that is dearer', () => {
    expect(worstCaseMicroCredits(perMillion(10_000_000n, 0n, 12_000_000n), 100n, 10n)).toBe(1_200n);
  });
  it('is never less than any call within it', () => {
    for (let seed = 0n; seed < 200n; seed += 1n) {
      const list = perMillion(
        (seed * 7919n) % 1_000_003n,
        (seed * 104_729n) % 999_983n,
        seed % 3n ? (seed * 31n) % 999n : null,
      );
      const most = worstCaseMicroCredits(list, 50n, 20n);
      expect(costMicroCredits(list, tokens(seed % 51n, seed % 21n, seed % 40n))).toBeLessThanOrEqual(most);
    }
  });
});
