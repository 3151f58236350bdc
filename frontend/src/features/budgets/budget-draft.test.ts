import { expect, test } from 'vitest';
import type { Budget } from '../../api/budgets.ts';
import {
  draftOf,
  endsOf,
  faultsOf,
  isAmount,
  newDraft,
  readThresholds,
  toChange,
  toNewBudget,
  toPreview,
} from './budget-draft.ts';

const draft = { ...newDraft('account', 'Asia/Kuwait'), limit: '25' };

const stored: Budget = {
  id: 'bud_1',
  scope: 'key',
  scopeId: 'key_1',
  scopeName: 'Production',
  name: 'Mine',
  unit: 'credits',
  limit: '25',
  temporaryIncrease: { limit: '50', until: '2026-12-31T21:00:00.000Z' },
  period: 'month',
  timeZone: 'Asia/Kuwait',
  weekStartsOn: null,
  anchorDay: 15,
  thresholds: [50, 80, 100],
  onExceed: 'block',
  fallbackModelId: null,
  used: '0',
  held: '0',
  remaining: '50',
  percentage: 0,
  status: 'ok',
  windowStart: null,
  windowEnd: null,
  resetAt: null,
  pendingIncreaseRequests: 0,
  createdBy: null,
  createdAt: '2026-11-20T10:00:00.000Z',
  updatedAt: '2026-11-20T10:00:00.000Z',
};

test('a new budget says what its period has, and no more', () => {
  expect(toNewBudget(draft)).toEqual({
    scope: 'account',
    unit: 'credits',
    limit: '25',
    period: 'month',
    timeZone: 'Asia/Kuwait',
    anchorDay: 1,
    thresholds: [50, 80, 100],
    onExceed: 'block',
  });
  expect(toPreview({ ...draft, period: 'minute' })).toEqual({ period: 'minute' });
  expect(toPreview({ ...draft, period: 'week', weekStartsOn: 7 })).toEqual({
    period: 'week',
    timeZone: 'Asia/Kuwait',
    weekStartsOn: 7,
  });
  expect(toPreview({ ...draft, period: 'day' })).toEqual({ period: 'day', timeZone: 'Asia/Kuwait' });
  expect(toPreview({ ...draft, period: 'total' })).toEqual({ period: 'total' });
});

test('owner, name and the other model are sent where there are any', () => {
  const other = { ...draft, scope: 'key', scopeId: 'key_1', name: ' Mine ', onExceed: 'fallback' } as const;
  expect(toNewBudget({ ...other, fallbackModelId: 'mdl_1' })).toMatchObject({
    scope: 'key',
    scopeId: 'key_1',
    name: 'Mine',
    onExceed: 'fallback',
    fallbackModelId: 'mdl_1',
  });
});

test.each([
  [{}, {}],
  [{ limit: '0' }, { limit: 'form.creditsWrong' }],
  [{ limit: '1,5' }, { limit: 'form.creditsWrong' }],
  [{ unit: 'tokens' as const, limit: '1.5' }, { limit: 'form.countWrong' }],
  [{ scope: 'key' as const }, { scopeId: 'form.ownerMissing' }],
  [{ thresholds: '0, 50' }, { thresholds: 'form.thresholdsWrong' }],
  [{ onExceed: 'fallback' as const }, { fallbackModelId: 'form.fallbackMissing' }],
])('%j', (change, faults) => {
  expect(faultsOf({ ...draft, ...change })).toEqual(faults);
});

test('amounts are above nothing, and whole unless they are credits', () => {
  expect(isAmount('credits', ' 0.000001 ')).toBe(true);
  expect(isAmount('credits', '0.0000001')).toBe(false);
  expect(isAmount('credits', '0.000000')).toBe(false);
  expect(isAmount('requests', '1000000')).toBe(true);
  expect(isAmount('requests', '1.0')).toBe(false);
  expect(isAmount('requests', '-1')).toBe(false);
});

test('thresholds are read in any order, once each, with or without the sign', () => {
  expect(readThresholds('100%, 50 ،80;50')).toEqual([50, 80, 100]);
  expect(readThresholds('')).toEqual([]);
  expect(readThresholds('50, x')).toBeNull();
  expect(readThresholds('1001')).toBeNull();
  expect(readThresholds('1 2 3 4 5 6 7 8 9 10 11')).toBeNull();
});

test('an untouched limit is not sent: it would end the temporary increase', () => {
  const before = draftOf(stored);
  expect(toChange(before, stored)).toEqual({});
  expect(toChange({ ...before, limit: '25.0' }, stored)).toEqual({});
  expect(toChange({ ...before, limit: '30', name: '' }, stored)).toEqual({ limit: '30', name: null });
  expect(toChange({ ...before, thresholds: '90' }, stored)).toEqual({ thresholds: [90] });
  expect(toChange({ ...before, onExceed: 'kill' }, stored)).toEqual({ onExceed: 'kill' });
  expect(toChange({ ...before, onExceed: 'fallback', fallbackModelId: 'mdl_1' }, stored)).toEqual({
    onExceed: 'fallback',
    fallbackModelId: 'mdl_1',
  });
});

test('what no switch stops alone cannot be stopped at the limit', () => {
  expect(endsOf('project', false)).toEqual(['block', 'alert', 'fallback', 'kill']);
  expect(endsOf('model', true)).toEqual(['block', 'alert', 'fallback', 'kill']);
  expect(endsOf('model', false)).toEqual(['block', 'alert', 'fallback']);
});
