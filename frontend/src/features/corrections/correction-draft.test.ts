import { expect, test } from 'vitest';
import { findFaults, newDraft, toBody } from './correction-draft.ts';

const nowMs = Date.parse('2026-11-26T18:45:30Z');
const now = '2026-11-26T21:45';
const draft = newDraft(null, 'Asia/Kuwait', nowMs);
const prices = { ...draft.prices, perRequest: '1' };
const good = { ...draft, prices, reason: ' Too dear ' };
const faultsOf = (change: object) =>
  Object.entries(findFaults({ ...good, ...change }, now)).flatMap(([field, key]) => (key ? [field] : []));

test('begins with the day up to now', () => {
  expect([draft.from, draft.to]).toEqual(['2026-11-25T21:45', '']);
});

test('says what is missing or wrong', () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf({ prices: draft.prices, reason: ' a' })).toEqual(['pricesKey', 'reasonKey']);
  expect(faultsOf({ from: now })).toEqual(['fromKey']);
  expect(faultsOf({ from: '' })).toEqual(['fromKey']);
  expect(faultsOf({ to: '2026-11-26T21:46' })).toEqual(['toKey']);
});

test('is sent with instants', () => {
  expect(toBody('mdl_1', good, 'Asia/Kuwait', nowMs)).toMatchObject({
    modelId: 'mdl_1',
    from: '2026-11-25T18:45:00.000Z',
    to: '2026-11-26T18:45:30.000Z',
    prices: { perRequestCredits: '1' },
    reason: 'Too dear',
  });
  const ended = { ...good, to: '2026-11-26T12:00' };
  expect(toBody('mdl_1', ended, 'Asia/Kuwait', nowMs)).toMatchObject({ to: '2026-11-26T09:00:00.000Z' });
});
