import { describe, expect, it } from 'vitest';
import { amountsOf, type PriceList, unpriced } from './price-list.ts';
import { costMicroCredits, type Price, toPrice, worstCaseMicroCredits } from './call-cost.ts';
import { type TokenCounts, toTokenCounts } from './token-counts.ts';

const price = (parts: Partial<PriceList>): Price => toPrice(1n, { ...unpriced, ...parts });
const tokens = (input: bigint, output: bigint, more: Partial<TokenCounts> = {}) =>
  toTokenCounts({ input, output, ...more });
const perMillion = (input: bigint, output: bigint, cached: bigint | null = null) =>
  price({
    inputPerMillionMicroCredits: input,
    outputPerMillionMicroCredits: output,
    cachedInputPerMillionMicroCredits: cached,
  });
const tier = (aboveInputTokens: bigint, parts: Partial<PriceList>) => ({
  ...amountsOf(() => null),
  ...parts,
  aboveInputTokens,
});

/** Every part at a price of its own: a token of each costs another number of micro-credits. */
const each: Partial<PriceList> = {
  perRequestMicroCredits: 7n,
  inputPerMillionMicroCredits: 1_000_000n,
  cachedInputPerMillionMicroCredits: 10_000_000n,
  cacheWritePerMillionMicroCredits: 100_000_000n,
  longCacheWritePerMillionMicroCredits: 1_000_000_000n,
  audioInputPerMillionMicroCredits: 10_000_000_000n,
  imageInputPerMillionMicroCredits: 100_000_000_000n,
  outputPerMillionMicroCredits: 2_000_000n,
  reasoningPerMillionMicroCredits: 20_000_000n,
  audioOutputPerMillionMicroCredits: 200_000_000n,
  imageOutputPerMillionMicroCredits: 2_000_000_000n,
  perImageMicroCredits: 1_000_000_000_000n,
};
const units = { outputImages: 2n, inputSeconds: 3n, outputSeconds: 5n, characters: 7n };
const unitPrices: Partial<PriceList> = {
  perOutputImageMicroCredits: 1_000n,
  perInputSecondMicroCredits: 100n,
  perOutputSecondMicroCredits: 10n,
  charactersPerMillionMicroCredits: 500_000n,
};
const oneOfEach = { cachedInput: 1n, cacheWrite: 1n, longCacheWrite: 1n, audioInput: 1n, imageInput: 1n };
const long = tier(1_000n, {
  inputPerMillionMicroCredits: 3_000_000n,
  outputPerMillionMicroCredits: 5_000_000n,
});
const twoTiers: Partial<PriceList> = {
  inputPerMillionMicroCredits: 1_000_000n,
  cachedInputPerMillionMicroCredits: 100_000n,
  outputPerMillionMicroCredits: 2_000_000n,
  tiers: [long, tier(2_000n, { inputPerMillionMicroCredits: 9_000_000n })],
};

describe('costMicroCredits', () => {
  it.each<[string, Price, TokenCounts, bigint]>([
    ['per request only', price({ perRequestMicroCredits: 2_000_000n }), tokens(999n, 999n), 2_000_000n],
    ['per million, exact', perMillion(3_000_000n, 15_000_000n), tokens(1_000n, 200n), 6_000n],
    ['images, seconds and characters one by one', price(unitPrices), tokens(0n, 0n, units), 2_354n],
    [
      'rounded up once, with the tokens beside them',
      price({ ...unitPrices, inputPerMillionMicroCredits: 500_000n }),
      tokens(1n, 0n, units),
      2_354n,
    ],
    ['of what has no price, nothing', perMillion(1n, 1n), tokens(0n, 0n, units), 0n],
    ['rounded up once: 1/3 + 1/3 is one', perMillion(333_333n, 333_333n), tokens(1n, 1n), 1n],
    ['rounded up from the smallest part', perMillion(1n, 0n), tokens(1n, 0n), 1n],
    ['not rounded where it is whole', perMillion(1_000_000n, 0n), tokens(7n, 0n), 7n],
    [
      'per request and per token',
      price({
        perRequestMicroCredits: 5n,
        inputPerMillionMicroCredits: 3_000_000n,
        outputPerMillionMicroCredits: 15_000_000n,
      }),
      tokens(1n, 1n),
      5n + 18n,
    ],
    [
      'cached input at its price, the rest at its own',
      perMillion(10_000_000n, 0n, 1_000_000n),
      tokens(100n, 0n, { cachedInput: 60n }),
      460n,
    ],
    [
      'cached input without a price is input',
      perMillion(10_000_000n, 0n),
      tokens(100n, 0n, { cachedInput: 60n }),
      1_000n,
    ],
    [
      'cached input for nothing',
      perMillion(10_000_000n, 0n, 0n),
      tokens(100n, 0n, { cachedInput: 60n }),
      400n,
    ],
    ['every part of input once', price(each), tokens(6n, 0n, oneOfEach), 7n + 111_111n],
    [
      'every part of output once',
      price(each),
      tokens(0n, 4n, { reasoning: 1n, audioOutput: 1n, imageOutput: 1n }),
      7n + 2_222n,
    ],
    [
      'images one by one, besides their tokens',
      price(each),
      tokens(1n, 0n, { imageInput: 1n, images: 2n }),
      7n + 100_000n + 2_000_000_000_000n,
    ],
    [
      'parts without a price are input and output',
      perMillion(1_000_000n, 2_000_000n),
      tokens(6n, 4n, { ...oneOfEach, reasoning: 1n, audioOutput: 1n, imageOutput: 1n, images: 3n }),
      14n,
    ],
    [
      'a long cache write without a price is a cache write',
      price({ inputPerMillionMicroCredits: 1_000_000n, cacheWritePerMillionMicroCredits: 5_000_000n }),
      tokens(3n, 0n, { cacheWrite: 1n, longCacheWrite: 1n }),
      11n,
    ],
    [
      'a part without a price is not charged',
      price({ outputPerMillionMicroCredits: 1_000_000n }),
      tokens(9n, 3n),
      3n,
    ],
    ['nothing used, nothing charged', perMillion(1n, 1n), tokens(0n, 0n), 0n],
    ['free', price({ free: true }), tokens(9n, 9n), 0n],
    ['at a threshold: not above it', price(twoTiers), tokens(1_000n, 10n), 1_020n],
    ['above a threshold: all of the call', price(twoTiers), tokens(1_001n, 10n), 3_003n + 50n],
    [
      'above two: the higher one, and what it leaves out is as without it',
      price(twoTiers),
      tokens(2_001n, 10n),
      18_009n + 20n,
    ],
    [
      'cached input counts for the threshold, and keeps its price where the tier has none',
      price(twoTiers),
      tokens(1_001n, 0n, { cachedInput: 1_000n }),
      3n + 100n,
    ],
    [
      'what falls back falls back to the price of the tier',
      price({ inputPerMillionMicroCredits: 1_000_000n, tiers: [long] }),
      tokens(1_001n, 10n, { cachedInput: 1_000n, reasoning: 4n }),
      3_003n + 50n,
    ],
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
  const asked = (inputTokensMost: bigint, mediaTokensMost = 0n, images = 0n) => ({
    inputTokensMost,
    mediaTokensMost,
    images,
  });
  it.each<[string, Price, ReturnType<typeof asked>, bigint, bigint]>([
    ['has no input cached', perMillion(10_000_000n, 20_000_000n, 1_000_000n), asked(100n), 10n, 1_200n],
    [
      'has all of it cached where that is dearer',
      perMillion(10_000_000n, 0n, 12_000_000n),
      asked(100n),
      10n,
      1_200n,
    ],
    [
      'has all of it written to the dearest cache',
      price({ ...each, tiers: [] }),
      asked(10n),
      0n,
      7n + 10_000n,
    ],
    [
      'charges media as the dearest of all',
      price(each),
      asked(10n, 4n, 1n),
      0n,
      7n + 6_000n + 400_000n + 1_000_000_000_000n,
    ],
    ['charges output as the dearest output', price(each), asked(0n), 3n, 7n + 6_000n],
    ['stays below a threshold that cannot be reached', price(twoTiers), asked(1_000n), 10n, 1_020n],
    ['takes the long-context price where that can apply', price(twoTiers), asked(1_001n), 10n, 3_003n + 50n],
    [
      'takes the dearest of the steps that can apply',
      price(twoTiers),
      asked(2_001n),
      1_000_000n,
      2_001n * 3n + 5_000_000n,
    ],
    [
      'keeps to the price below where a long context is cheaper',
      price({
        inputPerMillionMicroCredits: 5_000_000n,
        tiers: [tier(10n, { inputPerMillionMicroCredits: 1_000_000n })],
      }),
      asked(20n),
      0n,
      100n,
    ],
    ['of a free model is nothing', price({ free: true }), asked(100n, 100n, 1n), 100n, 0n],
  ])('%s', (_name, list, input, output, expected) =>
    expect(worstCaseMicroCredits(list, input, output)).toBe(expected),
  );

  it('has all of what is charged one by one', () =>
    expect(worstCaseMicroCredits(price(unitPrices), asked(0n), 0n, units)).toBe(2_354n));

  it('is never less than any call within it', () => {
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return BigInt(seed % below);
    };
    const amounts = () => amountsOf(() => (random(3) === 0n ? null : random(1_000_003)));
    for (let round = 0; round < 2_000; round += 1) {
      const list = toPrice(1n, {
        ...amounts(),
        free: false,
        tiers: [20n, 40n].map((aboveInputTokens) => ({ ...amounts(), aboveInputTokens })),
      });
      const media = random(30);
      const images = random(3);
      const most = worstCaseMicroCredits(list, asked(50n, media, images), 20n, units);
      const audioInput = random(Number(media) + 1);
      const counts = tokens(random(51), random(21), {
        cachedInput: random(20),
        cacheWrite: random(20),
        longCacheWrite: random(20),
        audioInput,
        imageInput: random(Number(media - audioInput) + 1),
        reasoning: random(20),
        audioOutput: random(20),
        imageOutput: random(20),
        images,
        outputImages: random(3),
        inputSeconds: random(4),
        outputSeconds: random(6),
        characters: random(8),
      });
      expect(costMicroCredits(list, counts), `round ${round}`).toBeLessThanOrEqual(most);
    }
  });
});
