import { expect, test } from 'vitest';
import { isDay, periodOf, selectionOf } from './period.ts';

const now = Date.parse('2026-11-20T22:00:00Z');
const kuwait = 'Asia/Kuwait';
const nothing = { range: undefined, from: undefined, to: undefined };

test('without a choice it is the last 7 days, and today is the day of the reader', () => {
  expect(selectionOf(nothing, kuwait, now)).toEqual({ range: '7d', from: '2026-11-15', to: '2026-11-21' });
});

test('nonsense in the URL is ignored', () => {
  const values = { range: 'year', from: '2026-13-45', to: 'x' };
  expect(selectionOf(values, 'UTC', now)).toEqual({ range: '7d', from: '2026-11-14', to: '2026-11-20' });
  expect(selectionOf({ range: 'custom', from: '2026-11-19', to: '2026-11-01' }, 'UTC', now).from).toBe(
    '2026-10-26',
  );
});

test('relative ranges end now, custom ones hold both days to their end', () => {
  expect(periodOf({ range: '24h', from: '', to: '' }, kuwait, now)).toEqual({
    from: '2026-11-19T22:00:00.000Z',
  });
  expect(periodOf({ range: 'custom', from: '2026-11-01', to: '2026-11-02' }, kuwait, now)).toEqual({
    from: '2026-10-31T21:00:00.000Z',
    to: '2026-11-02T21:00:00.000Z',
  });
});

test('a year that is still being typed makes no day', () => {
  for (const typed of [
    '',
    '0002-05-15',
    '0020-05-15',
    '0202-05-15',
    '1999-12-31',
    '12026-05-15',
    '2100-01-01',
  ])
    expect([typed, isDay(typed)]).toEqual([typed, false]);
  expect(isDay('2026-05-15')).toBe(true);
  const values = { range: 'custom', from: '0202-05-15', to: '2026-05-20' };
  expect(selectionOf(values, 'UTC', now)).toEqual({ range: 'custom', from: '2026-05-14', to: '2026-05-20' });
});

test('a range is cut to the days that can be shown at once', () => {
  const values = { range: 'custom', from: '2010-01-01', to: '2026-11-20' };
  expect(selectionOf(values, 'UTC', now)).toEqual({ range: 'custom', from: '2025-11-20', to: '2026-11-20' });
});
