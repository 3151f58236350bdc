import { expect, test } from 'vitest';
import { isPriceDraftValid, toPriceDraft, toPrices, toPricesBody } from './price-draft.ts';

const empty = toPriceDraft(null);

test('nothing typed is unpriced, which is not free', () => {
  expect(toPrices(empty)).toBeNull();
  expect(toPricesBody(empty)).toEqual({});
});

test('free on purpose drops what was typed before', () => {
  const draft = { ...empty, isFree: true, perRequest: '1' };
  expect(toPricesBody(draft)).toEqual({ free: true });
  expect(toPrices(draft)).toMatchObject({ free: true, perRequestCredits: null });
});

test('prices come back as they were, digit by digit', () => {
  const prices = {
    free: false,
    perRequestCredits: null,
    inputPerMillionCredits: '149.999999',
    cachedInputPerMillionCredits: null,
    outputPerMillionCredits: '0',
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
