import { expect, test } from 'vitest';
import { emptyGrant, findGrantFaults, toNewGrant } from './grant-draft.ts';

const today = '2026-11-26';
const good = { ...emptyGrant, amount: '250', description: ' For Ada ' };
const faultsOf = (draft: object) =>
  Object.entries(findGrantFaults({ ...good, ...draft }, today)).flatMap(([field, key]) =>
    key ? [field] : [],
  );

test('says what is missing or wrong, field by field', () => {
  expect(faultsOf({})).toEqual([]);
  expect(faultsOf(emptyGrant)).toEqual(['amountKey', 'descriptionKey']);
  for (const amount of ['-5', '0', '1,5', '0.0000001']) expect(faultsOf({ amount })).toEqual(['amountKey']);
  expect(faultsOf({ lastDay: '2026-11-25' })).toEqual(['lastDayKey']);
  expect(faultsOf({ lastDay: today })).toEqual([]);
  expect(faultsOf({ modelIds: [] })).toEqual(['modelsKey']);
  for (const priority of ['', 'x', '1.5', '1001', '-1001', '99999'])
    expect(faultsOf({ priority })).toEqual(['priorityKey']);
});

test('expires at the end of the last day where the reader is', () => {
  const draft = { ...good, lastDay: today, modelIds: ['mdl_1'], priority: '-3', kind: 'purchase' as const };
  expect(toNewGrant(draft, 'Asia/Kuwait')).toEqual({
    amountCredits: '250',
    kind: 'purchase',
    description: 'For Ada',
    priority: -3,
    expiresAt: '2026-11-26T21:00:00.000Z',
    modelIds: ['mdl_1'],
  });
  expect(toNewGrant(good, 'Asia/Kuwait')).toMatchObject({ expiresAt: null, modelIds: null });
});
