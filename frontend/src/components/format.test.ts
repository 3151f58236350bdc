import { expect, test, vi } from 'vitest';
import {
  formatClock,
  formatCredits,
  formatDateTime,
  formatDay,
  formatDuration,
  formatHour,
  formatMoney,
  formatPeriod,
  formatRelative,
  formatTick,
  type Reader,
} from './format.ts';
import { daysBetween, startOfDay } from './zoned-day.ts';

const reader: Reader = { language: 'en', timeZone: 'Asia/Kuwait', creditUsd: '0.001' };
const inLanguage = (language: string): Reader => ({ ...reader, language });

test('credits keep every digit: never more is shown than there is', () => {
  expect(formatCredits(reader, '999.2625')).toBe('999.2625');
  expect(formatCredits(reader, '1234.567891')).toBe('1,234.567891');
  expect(formatCredits(reader, '9007199254740993.5')).toBe('9,007,199,254,740,993.5');
  expect(formatCredits(reader, '0.000042')).toBe('0.000042');
  expect(formatCredits(inLanguage('fr'), '1234.5')).toBe('1\u202f234,5');
  expect(formatCredits(inLanguage('ar'), '1234.5')).toBe('1,234.5');
});

test('money is credits times the rate, in cents or as small as it takes', () => {
  expect(formatMoney(reader, '1893.4025')).toBe('$1.89');
  expect(formatMoney(reader, '0.0415')).toBe('$0.000042');
  expect(formatMoney(reader, '0.000001')).toBe('$0.000000001');
  expect(formatMoney(reader, '-9.9')).toBe('-$0.0099');
  expect(formatMoney(reader, '10')).toBe('$0.01');
  expect(formatMoney(reader, '0')).toBe('$0.00');
  expect(formatMoney({ ...reader, creditUsd: null }, '1')).toBeNull();
});

test('the money of a balance is never more than there is', () => {
  expect(formatMoney(reader, '1999.2625', 'floor')).toBe('$1.99');
  expect(formatMoney(reader, '9.9999', 'floor')).toBe('$0.0099');
  expect(formatMoney(reader, '-1999.2625', 'floor')).toBe('-$2.00');
});

test('times are in the reader’s zone and relative ones in the largest unit that fits', () => {
  expect(formatDateTime(reader, '2026-01-01T22:30:05Z')).toBe('Jan 2, 2026, 1:30:05 AM');
  const now = Date.parse('2026-01-10T00:00:00Z');
  expect(formatRelative(reader, '2026-01-09T21:00:00Z', now)).toBe('3 hours ago');
  expect(formatRelative(reader, '2026-01-12T00:00:00Z', now)).toBe('in 2 days');
  expect(formatRelative(reader, '2026-01-09T23:59:58Z', now)).toBe('now');
});

test('durations switch to seconds at one second', () => {
  expect(formatDuration(reader, 840)).toBe('840 ms');
  expect(formatDuration(reader, 2440)).toBe('2.4 sec');
});

test.each([
  [604_800, '7 days'],
  [86_400, '1 day'],
  [5_400, '90 minutes'],
  [90, '90 seconds'],
])('a period of %i seconds', (seconds, text) => {
  expect(formatPeriod(reader, seconds)).toBe(text);
});

test('the days of a year need one formatter, not one each', () => {
  const RealFormat = Intl.DateTimeFormat;
  const made = vi.spyOn(Intl, 'DateTimeFormat').mockImplementation(function (...given) {
    return new RealFormat(...given);
  });
  const days = daysBetween('2026-01-01', '2026-12-31').map((day) => ({
    shown: formatDay(inLanguage('es'), day),
    begins: startOfDay(day, 'Asia/Kathmandu'),
  }));
  expect(days.at(-1)).toEqual({ shown: '31 dic', begins: '2026-12-30T18:15:00.000Z' });
  // One for the names of days, one for the clocks of the time zone.
  expect(made).toHaveBeenCalledTimes(2);
  made.mockRestore();
});

test('an axis has short numbers, also small ones', () => {
  expect(formatTick(reader, 0)).toBe('0');
  expect(formatTick(reader, 0.0025)).toBe('0.0025');
  expect(formatTick(reader, 12_500)).toBe('12.5K');
});

test('hours are those of the time zone', () => {
  expect(formatClock(reader, '2026-11-20T09:00:00Z')).toMatch(/^12:00\sPM$/);
  expect(formatHour(reader, '2026-11-20T22:00:00Z')).toMatch(/^Nov 21, 1:00\sAM$/);
});
