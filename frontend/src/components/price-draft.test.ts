import { expect, test } from 'vitest';
import {
  isIncomplete,
  isPriceDraftValid,
  isThreshold,
  newTier,
  toPriceDraft,
  toPrices,
  toPricesBody,
} from './price-draft.ts';
import { type PriceAmounts, priceParts } from './price-parts.ts';

const nothing = Object.fromEntries(priceParts.map((part) => [`${part}Credits`, null])) as PriceAmounts;

const empty = toPriceDraft(null);

test('nothing typed is unpriced, which is not free', () => {
  expect(toPrices(empty)).toBeNull();
  expect(toPricesBody(empty)).toEqual({});
});

test('free on purpose drops what was typed before', () => {
  const draft = { ...empty, isFree: true, perRequest: '1' };
  expect(toPricesBody(draft)).toEqual({ free: true });
  expect(toPrices(draft)).toEqual({ free: true, ...nothing, tiers: [] });
});

test('prices come back as they were, digit by digit', () => {
  const prices = {
    free: false,
    ...nothing,
    inputPerMillionCredits: '149.999999',
    outputPerMillionCredits: '0',
    reasoningPerMillionCredits: '0.000001',
    tiers: [{ ...nothing, aboveInputTokens: 200_000, inputPerMillionCredits: '300' }],
  };
  expect(toPrices(toPriceDraft(prices))).toEqual(prices);
});

test('only plain decimals with up to six places are prices', () => {
  for (const typed of ['', '0', '150', ' 0.000001 ']) {
    expect(isPriceDraftValid({ ...empty, inputPerMillion: typed })).toBe(true);
  }
  for (const typed of ['-1', '1,5', '1e3', '0.0000001', 'x']) {
    expect(isPriceDraftValid({ ...empty, inputPerMillion: typed })).toBe(false);
  }
  expect(isPriceDraftValid({ ...empty, isFree: true, inputPerMillion: 'x' })).toBe(true);
});

test('a new tier begins above the last one, and needs a price', () => {
  const first = newTier([]);
  const second = newTier([first]);
  expect([first.aboveInputTokens, second.aboveInputTokens]).toEqual(['200000', '400000']);
  const draft = { ...empty, inputPerMillion: '1', tiers: [first] };
  expect(isPriceDraftValid(draft)).toBe(false);
  expect(isPriceDraftValid({ ...draft, tiers: [{ ...first, outputPerMillion: '2' }] })).toBe(true);
});

test('tiers ascend, in whole tokens, and need a price for calls below them', () => {
  const tier = { ...newTier([]), inputPerMillion: '2' };
  const other = { ...newTier([tier]), inputPerMillion: '3' };
  for (const typed of ['', '0', '1.5', '200000', '2e5', '99999999999', '2000000000']) {
    const wrong = { ...other, aboveInputTokens: typed };
    expect(isThreshold([tier, wrong], wrong)).toBe(false);
    expect(isPriceDraftValid({ ...empty, inputPerMillion: '1', tiers: [tier, wrong] })).toBe(false);
  }
  expect(isPriceDraftValid({ ...empty, inputPerMillion: '1', tiers: [tier, other] })).toBe(true);
  expect(isPriceDraftValid({ ...empty, tiers: [tier] })).toBe(false);
});

test.each<[object, boolean]>([
  [{}, false],
  [{ isFree: true, cachedInputPerMillion: '1' }, false],
  [{ cachedInputPerMillion: '1' }, true],
  [{ inputPerMillion: '1' }, true],
  [{ outputPerMillion: '1' }, true],
  [{ inputPerMillion: '1', outputPerMillion: '0' }, false],
  [{ perRequest: '0' }, false],
  [{ perOutputImage: '40' }, false],
  [{ charactersPerMillion: '0' }, false],
])('a price list of %j is incomplete: %s', (parts, expected) => {
  expect(isIncomplete({ ...empty, ...parts })).toBe(expected);
});
