import { expect, test } from 'vitest';
import { costOfCall } from './call-cost.ts';
import { type PriceAmounts, type Prices, priceParts } from './price-parts.ts';

const nothing = Object.fromEntries(priceParts.map((part) => [`${part}Credits`, null])) as PriceAmounts;
const prices: Prices = {
  free: false,
  ...nothing,
  inputPerMillionCredits: '150',
  cachedInputPerMillionCredits: '75.5',
  outputPerMillionCredits: '600',
  tiers: [],
};
const costs = (given: Partial<Prices>, input: bigint, cachedInput: bigint, output: bigint) =>
  costOfCall({ ...prices, ...given }, { input, cachedInput, output });

test('input, cached input and output are lines of their own, and cached input is taken out of input', () => {
  const { lines, roundingCredits, totalCredits } = costs({}, 1000n, 200n, 500n);
  expect(lines.map(({ part, count, costCredits }) => [part, count, costCredits])).toEqual([
    ['input', 800n, '0.120000000000'],
    ['cachedInput', 200n, '0.015100000000'],
    ['output', 500n, '0.300000000000'],
  ]);
  expect(roundingCredits).toBeNull();
  expect(totalCredits).toBe('0.435100');
});

test('the sum is rounded up once, to the next micro-credit', () => {
  const { roundingCredits, totalCredits } = costs(
    { inputPerMillionCredits: '0.3', outputPerMillionCredits: '0.4' },
    1n,
    0n,
    1n,
  );
  expect(totalCredits).toBe('0.000001');
  expect(roundingCredits).toBe('0.000000300000');
});

test('a price per request is added as it is, and a missing price is not charged', () => {
  const { lines, totalCredits } = costs(
    { perRequestCredits: '1', outputPerMillionCredits: null },
    10n,
    0n,
    9n,
  );
  expect(lines.map(({ part, priceCredits }) => [part, priceCredits])).toEqual([
    ['input', '150'],
    ['output', null],
    ['perRequest', '1'],
  ]);
  expect(totalCredits).toBe('1.001500');
});

test('cached input without a price of its own costs what input costs, and is never more than the input', () => {
  const { lines, totalCredits } = costs({ cachedInputPerMillionCredits: null }, 100n, 300n, 0n);
  expect(lines.slice(0, 2).map(({ count, priceCredits }) => [count, priceCredits])).toEqual([
    [0n, '150'],
    [100n, '150'],
  ]);
  expect(totalCredits).toBe('0.015000');
});

test('a billion tokens at a price with six places lose nothing', () => {
  expect(costs({ inputPerMillionCredits: '123456.789012' }, 10n ** 15n, 0n, 0n).totalCredits).toBe(
    '123456789012000.000000',
  );
});

test('every part of input and output is a line of its own, once', () => {
  const parts = {
    inputPerMillionCredits: '1',
    cachedInputPerMillionCredits: '10',
    cacheWritePerMillionCredits: '100',
    longCacheWritePerMillionCredits: '1000',
    audioInputPerMillionCredits: '10000',
    imageInputPerMillionCredits: '100000',
    outputPerMillionCredits: '2',
    reasoningPerMillionCredits: '20',
    audioOutputPerMillionCredits: '200',
    imageOutputPerMillionCredits: '2000',
    perImageCredits: '3.5',
  };
  const { lines, totalCredits } = costOfCall(
    { ...prices, ...parts },
    {
      input: 6n,
      cachedInput: 1n,
      cacheWrite: 1n,
      longCacheWrite: 1n,
      audioInput: 1n,
      imageInput: 1n,
      output: 4n,
      reasoning: 1n,
      audioOutput: 1n,
      imageOutput: 1n,
      images: 2n,
    },
  );
  expect(lines.map(({ part, count, priceCredits }) => [part, count, priceCredits])).toEqual([
    ['input', 1n, '1'],
    ['cachedInput', 1n, '10'],
    ['cacheWrite', 1n, '100'],
    ['longCacheWrite', 1n, '1000'],
    ['audioInput', 1n, '10000'],
    ['imageInput', 1n, '100000'],
    ['output', 1n, '2'],
    ['reasoning', 1n, '20'],
    ['audioOutput', 1n, '200'],
    ['imageOutput', 1n, '2000'],
    ['images', 2n, '3.5'],
  ]);
  expect(totalCredits).toBe('7.113333');
});

test('a part without a price is charged as what it is a part of; images without one are no line', () => {
  const { lines } = costOfCall(
    { ...prices, cacheWritePerMillionCredits: '900' },
    { input: 10n, longCacheWrite: 4n, audioInput: 1n, output: 5n, reasoning: 5n, images: 1n },
  );
  expect(lines.map(({ part, count, priceCredits }) => [part, count, priceCredits])).toEqual([
    ['input', 5n, '150'],
    ['longCacheWrite', 4n, '900'],
    ['audioInput', 1n, '150'],
    ['output', 0n, '600'],
    ['reasoning', 5n, '600'],
  ]);
});

test('the highest tier that the input exceeds holds for the whole call', () => {
  const tiers = [
    { ...nothing, aboveInputTokens: 1000, inputPerMillionCredits: '300' },
    { ...nothing, aboveInputTokens: 2000, inputPerMillionCredits: '500', outputPerMillionCredits: '900' },
  ];
  const of = (input: bigint) => costOfCall({ ...prices, tiers }, { input, cachedInput: 10n, output: 1000n });
  expect(of(1000n)).toMatchObject({ aboveInputTokens: null, totalCredits: '0.749255' });
  // 991 at 300, 10 cached at 75.5, 1,000 out at 600; then 1,991 at 500 and 1,000 out at 900.
  expect(of(1001n)).toMatchObject({ aboveInputTokens: 1000, totalCredits: '0.898055' });
  expect(of(2001n)).toMatchObject({ aboveInputTokens: 2000, totalCredits: '1.896255' });
});

test('images, seconds and characters are lines of their own, and no tokens are none', () => {
  const units = {
    ...nothing,
    free: false,
    tiers: [],
    perOutputImageCredits: '40.000001',
    perInputSecondCredits: '0.1',
    charactersPerMillionCredits: '15000',
  };
  const call = { input: 0n, output: 0n, outputImages: 2n, inputSeconds: 60n, characters: 13n, images: 1n };
  const { lines, totalCredits } = costOfCall(units, call);
  expect(lines.map(({ part, count, costCredits }) => [part, count, costCredits])).toEqual([
    ['outputImages', 2n, '80.000002000000'],
    ['inputSeconds', 60n, '6.000000000000'],
    ['characters', 13n, '0.195000000000'],
  ]);
  expect(totalCredits).toBe('86.195002');
});
