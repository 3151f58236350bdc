import { expect, test } from 'vitest';
import { isQuota, toQuotaChange, toQuotaDraft } from './quota-draft.ts';

const quota = {
  requestsPerMonth: 10_000,
  tokensPerMonth: null,
  requestsUsed: 3,
  tokensUsed: 70,
  resetsAt: '2026-12-01T00:00:00.000Z',
};
const draft = toQuotaDraft(quota);

test('only what is other than before is sent; empty is no limit', () => {
  expect(draft).toEqual({ requestsPerMonth: '10000', tokensPerMonth: '' });
  expect(toQuotaChange(draft, quota)).toEqual({});
  expect(toQuotaChange({ ...draft, requestsPerMonth: ' ' }, quota)).toEqual({ requestsPerMonth: null });
  expect(toQuotaChange({ requestsPerMonth: '10000', tokensPerMonth: '7' }, quota)).toEqual({
    tokensPerMonth: 7,
  });
});

test.each([
  ['', true],
  ['1', true],
  ['0', false],
  ['1.5', false],
  ['9007199254740991', true],
  ['9007199254740992', false],
])('%j', (typed, expected) => {
  expect(isQuota(typed)).toBe(expected);
});
