import { expect, test } from 'vitest';
import { clockOf, dayOf, daysBetween, instantOf, startOfDay } from './zoned-day.ts';

test('a day is the one of the time zone', () => {
  expect(dayOf('2026-11-20T22:30:00Z', 'Asia/Kuwait')).toBe('2026-11-21');
  expect(dayOf('2026-11-20T02:30:00Z', 'America/New_York')).toBe('2026-11-19');
});

test('a day begins at midnight of the time zone, also around a change of the clocks', () => {
  expect(startOfDay('2026-11-20', 'Asia/Kuwait')).toBe('2026-11-19T21:00:00.000Z');
  expect(startOfDay('2026-11-20', 'UTC')).toBe('2026-11-20T00:00:00.000Z');
  // Clocks go forward on 8 March and back on 1 November, at two in the night.
  expect(startOfDay('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
  expect(startOfDay('2026-03-09', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
  expect(startOfDay('2026-11-01', 'America/New_York')).toBe('2026-11-01T04:00:00.000Z');
  expect(startOfDay('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
});

test('what clocks show is an instant, and the other way round', () => {
  expect(instantOf('2026-11-20T13:45', 'Asia/Kuwait')).toBe('2026-11-20T10:45:00.000Z');
  expect(instantOf('2026-03-08T03:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
  expect(clockOf(Date.parse('2026-11-20T10:45:59Z'), 'Asia/Kuwait')).toBe('2026-11-20T13:45');
});

test('days in between, both ends included', () => {
  expect(daysBetween('2026-02-27', '2026-03-01')).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(daysBetween('2026-03-01', '2026-02-27')).toEqual([]);
});
