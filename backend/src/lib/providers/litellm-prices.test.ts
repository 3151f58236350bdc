import { describe, expect, test } from 'vitest';
import { shownParts, shownPrices } from '../../../test/prices.ts';
import { formatPrices } from '../prices.ts';
import { dearerPrices, readPrices } from './litellm-prices.ts';

/** The prices of these rows of LiteLLM as replies show them; a millionth of a dollar a token is 1,000 credits a million. */
const read = (...sources: unknown[]) => {
  const list = readPrices(sources);
  return list && formatPrices(list);
};
const base = { input_cost_per_token: 1e-6, output_cost_per_token: 4e-6 };
const shownBase = { inputPerMillionCredits: '1000', outputPerMillionCredits: '4000' };

describe('parts', () => {
  test('each from its own name', () => {
    const row = {
      ...base,
      cache_read_input_token_cost: 1e-7,
      cache_creation_input_token_cost: 1.25e-6,
      cache_creation_input_token_cost_above_1hr: 2e-6,
      input_cost_per_audio_token: 3.2e-5,
      input_cost_per_image_token: 5e-6,
      output_cost_per_reasoning_token: 8e-6,
      output_cost_per_audio_token: 6.4e-5,
      output_cost_per_image_token: 3e-5,
      // Prices of other kinds of calls, of other units, and of service tiers.
      input_cost_per_image: 0.0001,
      output_cost_per_image: 0.04,
      input_cost_per_second: 0.1,
      input_cost_per_token_priority: 2e-6,
      input_cost_per_token_batches: 5e-7,
    };
    expect(read(row)).toEqual(
      shownPrices({
        ...shownBase,
        cachedInputPerMillionCredits: '100',
        cacheWritePerMillionCredits: '1250',
        longCacheWritePerMillionCredits: '2000',
        audioInputPerMillionCredits: '32000',
        imageInputPerMillionCredits: '5000',
        reasoningPerMillionCredits: '8000',
        audioOutputPerMillionCredits: '64000',
        imageOutputPerMillionCredits: '30000',
      }),
    );
  });

  test('the first source that knows a price is believed', () => {
    const sources = [
      { input_cost_per_token: 2e-6, output_cost_per_token: null },
      base,
      { input_cost_per_token: 9 },
    ];
    expect(read(...sources)).toMatchObject({
      inputPerMillionCredits: '2000',
      outputPerMillionCredits: '4000',
    });
  });

  test('what is zero is unknown, but for one of input and output', () => {
    const row = {
      input_cost_per_token: 1e-7,
      output_cost_per_token: 0,
      cache_read_input_token_cost: 0,
      output_cost_per_reasoning_token: 0,
      input_cost_per_token_above_128k_tokens: 0,
    };
    expect(read(row)).toEqual(shownPrices({ inputPerMillionCredits: '100', outputPerMillionCredits: '0' }));
    expect(
      read({ input_cost_per_token: 0, output_cost_per_token: 0, cache_read_input_token_cost: 1 }),
    ).toBeNull();
    expect(read({ output_cost_per_image_token: 1 })).toBeNull();
  });
});

describe('tiers', () => {
  test('from names that say above what; names with a service tier are none', () => {
    const row = {
      ...base,
      input_cost_per_token_above_272k_tokens: 4e-6,
      input_cost_per_token_above_200k_tokens: 2e-6,
      output_cost_per_token_above_200k_tokens: '6e-06',
      cache_read_input_token_cost_above_200k_tokens: 2e-7,
      cache_creation_input_token_cost_above_200k_tokens: 2.5e-6,
      cache_creation_input_token_cost_above_1hr_above_200k_tokens: 4e-6,
      input_cost_per_token_above_200k_tokens_priority: 9e-6,
      output_cost_per_token_above_128k_tokens: null,
      input_cost_per_token_above_500_tokens: 1.5e-6,
    };
    expect(read(row)).toEqual(
      shownPrices({
        ...shownBase,
        tiers: [
          { aboveInputTokens: 500, ...shownParts({ inputPerMillionCredits: '1500' }) },
          {
            aboveInputTokens: 200_000,
            ...shownParts({
              inputPerMillionCredits: '2000',
              cachedInputPerMillionCredits: '200',
              cacheWritePerMillionCredits: '2500',
              longCacheWritePerMillionCredits: '4000',
              outputPerMillionCredits: '6000',
            }),
          },
          { aboveInputTokens: 272_000, ...shownParts({ inputPerMillionCredits: '4000' }) },
        ],
      }),
    );
  });

  test('from a table of ranges, whose first row is the price without them', () => {
    const tiered_pricing = [
      { range: [32_000, 128_000], input_cost_per_token: 2e-6, output_cost_per_token: 8e-6 },
      { range: [0, 32_000], ...base, output_cost_per_reasoning_token: 1e-5 },
      { range: ['?'], input_cost_per_token: 1 },
      null,
    ];
    expect(read({ tiered_pricing })).toEqual(
      shownPrices({
        ...shownBase,
        reasoningPerMillionCredits: '10000',
        tiers: [
          {
            aboveInputTokens: 32_000,
            ...shownParts({ inputPerMillionCredits: '2000', outputPerMillionCredits: '8000' }),
          },
        ],
      }),
    );
  });
});

describe('the dearer of two', () => {
  const dearer = (left: object, right: object) => {
    const list = dearerPrices(readPrices([left]), readPrices([right]));
    return list && formatPrices(list);
  };

  test('part by part', () => {
    expect(dearer(base, { input_cost_per_token: 2e-6, output_cost_per_token: 3e-6 })).toEqual(
      shownPrices({ inputPerMillionCredits: '2000', outputPerMillionCredits: '4000' }),
    );
  });

  test('a part that only one of them has is compared with what the other charges it as', () => {
    const cached = { ...base, cache_read_input_token_cost: 1e-7 };
    const shown = shownPrices({ ...shownBase, cachedInputPerMillionCredits: '1000' });
    expect(dearer(base, cached)).toEqual(shown);
    expect(dearer(cached, base)).toEqual(shown);
  });

  test('at every length of input', () => {
    const long = { ...base, input_cost_per_token_above_200k_tokens: 3e-6 };
    const short = {
      input_cost_per_token: 2e-6,
      output_cost_per_token: 5e-6,
      output_cost_per_token_above_128k_tokens: 9e-6,
    };
    expect(dearer(long, short)).toEqual(
      shownPrices({
        inputPerMillionCredits: '2000',
        outputPerMillionCredits: '5000',
        tiers: [
          {
            aboveInputTokens: 128_000,
            ...shownParts({ inputPerMillionCredits: '2000', outputPerMillionCredits: '9000' }),
          },
          {
            aboveInputTokens: 200_000,
            ...shownParts({ inputPerMillionCredits: '3000', outputPerMillionCredits: '9000' }),
          },
        ],
      }),
    );
  });

  test('one that is not known does not count', () => {
    expect(dearer(base, {})).toEqual(shownPrices(shownBase));
    expect(dearer({}, {})).toBeNull();
  });
});
