import { expect, test } from 'vitest';
import { costOfCall, type Prices } from './call-cost.ts';

const prices: Prices = {
  free: false,
  perRequestCredits: null,
  inputPerMillionCredits: '150',
  cachedInputPerMillionCredits: '75.5',
  outputPerMillionCredits: '600',
};
const costs = (given: Partial<Prices>, input: bigint, cachedInput: bigint, output: bigint) =>
  costOfCall({ ...prices, ...given }, { input, cachedInput, output });

test('input, cached input and output are lines of their own, and cached input is taken out of input', () => {
  const { lines, roundingCredits, totalCredits } = costs({}, 1000n, 200n, 500n);
  expect(lines.map(({ part, tokens, costCredits }) => [part, tokens, costCredits])).toEqual([
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
  expect(lines.slice(0, 2).map(({ tokens, priceCredits }) => [tokens, priceCredits])).toEqual([
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
