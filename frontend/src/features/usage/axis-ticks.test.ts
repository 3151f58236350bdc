import { expect, test } from 'vitest';
import { axisTicks } from './axis-ticks.ts';

test('an axis begins at zero and ends above the highest bar', () => {
  expect(axisTicks(10, true)).toEqual([0, 5, 10, 15]);
  expect(axisTicks(8.3, false)).toEqual([0, 2.5, 5, 7.5, 10]);
  expect(axisTicks(0.00042, false)).toEqual([0, 0.0002, 0.0004, 0.0006]);
  expect(axisTicks(123_456, true)).toEqual([0, 50_000, 100_000, 150_000]);
});

test('what is counted has whole ticks, and nothing has an axis too', () => {
  expect(axisTicks(1, true)).toEqual([0, 1, 2]);
  expect(axisTicks(9, true)).toEqual([0, 3, 6, 9, 12]);
  expect(axisTicks(0, true)).toEqual([0, 1]);
});
