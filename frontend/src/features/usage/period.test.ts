import { expect, test } from 'vitest';
import { isDay, periodOf, selectionOf, slotsOf, unitOf } from './period.ts';

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

test('relative ranges end now and hold as many days or hours as they say, custom ones both days to their end', () => {
  const at = Date.parse('2026-11-20T22:20:00Z');
  expect(periodOf({ range: '24h', from: '', to: '' }, kuwait, at)).toEqual({
    from: '2026-11-19T23:00:00.000Z',
  });
  expect(periodOf({ range: '24h', from: '', to: '' }, 'Asia/Kolkata', at)).toEqual({
    from: '2026-11-19T22:30:00.000Z',
  });
  expect(periodOf({ range: '7d', from: '', to: '' }, kuwait, at)).toEqual({
    from: '2026-11-14T21:00:00.000Z',
  });
  expect(periodOf({ range: '30d', from: '', to: '' }, 'UTC', at)).toEqual({
    from: '2026-10-22T00:00:00.000Z',
  });
  expect(periodOf({ range: 'custom', from: '2026-11-01', to: '2026-11-02' }, kuwait, at)).toEqual({
    from: '2026-10-31T21:00:00.000Z',
    to: '2026-11-02T21:00:00.000Z',
  });
});

test.each([
  ['24h', 24],
  ['7d', 7],
  ['30d', 30],
] as const)('%s has %i bars', (range, count) => {
  const selection = { range, from: '', to: '' };
  const at = now + 60_000;
  const { from } = periodOf(selection, kuwait, at);
  const slots = slotsOf(from, new Date(at).toISOString(), unitOf(selection), kuwait);
  expect(slots).toHaveLength(count);
});

test('one day alone is shown by the hour, also a day of 25 hours', () => {
  const selection = { range: 'custom', from: '2026-11-01', to: '2026-11-01' } as const;
  expect(unitOf(selection)).toBe('hour');
  expect(unitOf({ ...selection, to: '2026-11-02' })).toBe('day');
  const { from, to = '' } = periodOf(selection, 'America/New_York', now);
  const slots = slotsOf(from, to, 'hour', 'America/New_York');
  expect([slots.length, slots[0], slots.at(-1)]).toEqual([
    25,
    '2026-11-01T04:00:00.000Z',
    '2026-11-02T04:00:00.000Z',
  ]);
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
