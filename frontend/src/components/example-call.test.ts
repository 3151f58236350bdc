import { expect, test } from 'vitest';
import { exampleCall } from './example-call.ts';
import { type PriceAmounts, type Prices, priceParts } from './price-parts.ts';

const nothing = Object.fromEntries(priceParts.map((part) => [`${part}Credits`, null])) as PriceAmounts;
const input = { inputPerMillionCredits: '100' };
const output = { outputPerMillionCredits: '200' };

test.each<[string, Partial<Prices>, ReturnType<typeof exampleCall>]>([
  ['of a chat', { ...input, ...output }, { input: 1000n, output: 500n }],
  ['of embeddings, whose answers have no tokens', input, { input: 1000n, output: 0n }],
  ['at a price per call', { perRequestCredits: '1' }, { input: 1000n, output: 500n }],
  ['for an image: none with texts', { perOutputImageCredits: '10' }, null],
  [
    'for an image, whose words are charged, too',
    { ...input, perOutputImageCredits: '10' },
    { input: 1000n, output: 0n },
  ],
])('the example call %s', (_, prices, expected) => {
  expect(exampleCall({ free: false, ...nothing, tiers: [], ...prices })).toEqual(expected);
});
