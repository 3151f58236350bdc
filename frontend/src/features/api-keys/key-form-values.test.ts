import { expect, test } from 'vitest';
import { emptyValues, expiryOf, faultsOf, toBody } from './key-form-values.ts';

const now = Date.parse('2026-11-20T10:00:00Z');
const kuwait = 'Asia/Kuwait';

test('what was left empty is left out of the request', () => {
  expect(toBody({ ...emptyValues, name: ' Production ' }, kuwait, now)).toEqual({ name: 'Production' });
});

test('everything that was filled in is in the request', () => {
  const values = {
    name: 'Production',
    projectId: 'prj_1',
    models: ['mdl_1'],
    expiry: '30',
    expiryDate: '',
    rpm: '60',
    tpm: '100000',
    budget: '2.5',
    budgetPeriod: 'day',
    networks: '10.0.0.0/8\n2001:db8::1, 192.168.0.1\n',
    cache: '3600',
  } as const;
  expect(toBody({ ...values, models: [...values.models] }, kuwait, now)).toEqual({
    name: 'Production',
    projectId: 'prj_1',
    models: ['mdl_1'],
    expiresAt: '2026-12-20T10:00:00.000Z',
    rpm: 60,
    tpm: 100_000,
    budget: { limitCredits: '2.5', period: 'day' },
    allowedCidrs: ['10.0.0.0/8', '2001:db8::1', '192.168.0.1'],
    cacheSeconds: 3600,
  });
});

test('a chosen day counts to its end in the time zone of the user', () => {
  const values = { ...emptyValues, expiry: 'date', expiryDate: '2026-11-20' } as const;
  expect(expiryOf(values, kuwait, now)).toBe('2026-11-20T21:00:00.000Z');
  expect(expiryOf(values, 'UTC', now)).toBe('2026-11-21T00:00:00.000Z');
});

test.each([
  [{ name: '  ' }, { name: 'form.nameMissing' }],
  [{ models: [] }, { models: 'form.modelsMissing' }],
  [{ expiry: 'date' as const }, { expiresAt: 'form.dateMissing' }],
  [{ expiry: 'date' as const, expiryDate: '2026-11-19' }, { expiresAt: 'form.dateMissing' }],
  [{ expiry: 'date' as const, expiryDate: '2026-11-20' }, {}],
  [
    { rpm: '0', tpm: '1.5' },
    { rpm: 'form.limitWrong', tpm: 'form.limitWrong' },
  ],
  [{ rpm: '1', tpm: '2147483647' }, {}],
  [{ budget: '0' }, { budget: 'form.budgetWrong' }],
  [{ budget: '1,5' }, { budget: 'form.budgetWrong' }],
  [{ budget: '0.000001' }, {}],
  [{ tpm: '2147483648' }, { tpm: 'form.limitWrong' }],
])('%j', (change, faults) => {
  expect(faultsOf({ ...emptyValues, name: 'Production', ...change }, 'UTC', now)).toEqual(faults);
});
