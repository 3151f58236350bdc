import { expect, test } from 'vitest';
import { apiErrorOf } from '../../api/api-error.ts';
import { type PriceAmounts, type Prices, priceParts } from '../../components/price-parts.ts';
import { isUnconfirmed, jumpsOf } from './price-jumps.ts';

const nothing = Object.fromEntries(priceParts.map((part) => [`${part}Credits`, null])) as PriceAmounts;
const priced = (amounts: Partial<Prices>): Prices => ({ free: false, ...nothing, tiers: [], ...amounts });
const refusal = (...paths: string[]) =>
  apiErrorOf(409, {
    code: 'price_change_unconfirmed',
    errors: paths.map((path) => ({ path, message: 'changes' })),
  });

test('each part that the server names, with what it costs now and would cost', () => {
  const stored = priced({ inputPerMillionCredits: '150', outputPerMillionCredits: '600' });
  const next = priced({ inputPerMillionCredits: '0.00015', reasoningPerMillionCredits: '90000' });
  const error = refusal('/prices/inputPerMillionCredits', '/prices/reasoningPerMillionCredits');
  expect(jumpsOf(error, stored, next)).toEqual([
    { part: 'inputPerMillion', aboveInputTokens: null, fromCredits: '150', toCredits: '0.00015' },
    { part: 'reasoningPerMillion', aboveInputTokens: null, fromCredits: '600', toCredits: '90000' },
  ]);
});

test('a part of a tier, against what calls of that length cost now', () => {
  const tier = { ...nothing, aboveInputTokens: 1000, inputPerMillionCredits: '300' };
  const stored = priced({ inputPerMillionCredits: '150', tiers: [tier] });
  const next = priced({
    inputPerMillionCredits: '150',
    tiers: [{ ...tier, aboveInputTokens: 2000, inputPerMillionCredits: '300000' }],
  });
  expect(jumpsOf(refusal('/prices/tiers/0/inputPerMillionCredits'), stored, next)).toEqual([
    { part: 'inputPerMillion', aboveInputTokens: 2000, fromCredits: '300', toCredits: '300000' },
  ]);
});

test('other refusals are none of this', () => {
  const other = apiErrorOf(409, { code: 'name_taken' });
  expect(isUnconfirmed(other)).toBe(false);
  expect(jumpsOf(other, priced({}), priced({}))).toEqual([]);
});
