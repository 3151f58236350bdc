import { describe, expect, it, test } from 'vitest';
import { addCounts, bucketCount, bucketOf, quantileMs } from './latency-buckets.ts';

function counted(...latencies: number[]): number[] {
  const counts = Array.from({ length: bucketCount }, () => 0);
  for (const ms of latencies) counts[bucketOf(ms)]! += 1;
  return counts;
}

describe('a quantile', () => {
  it.each([2, 7, 40, 137, 900, 4_321, 60_000, 600_000])('of %i ms is right to a fifth', (ms) => {
    const found = quantileMs(counted(...Array.from({ length: 9 }, () => ms)), 0.5)!;
    expect(Math.abs(found - ms) / ms).toBeLessThan(0.2);
  });
  it('is of the calls, not of the buckets', () => {
    const latencies = [...Array.from({ length: 90 }, () => 100), ...Array.from({ length: 10 }, () => 10_000)];
    const counts = counted(...latencies);
    expect(quantileMs(counts, 0.5)).toBeLessThan(110);
    expect(quantileMs(counts, 0.95)).toBeGreaterThan(8_000);
  });
  it('of nothing is not known', () => {
    expect(quantileMs([], 0.5)).toBeNull();
    expect(quantileMs(counted(), 0.95)).toBeNull();
  });
  it('takes what is shorter and longer than anything', () => {
    expect(quantileMs(counted(0), 0.5)).toBe(1);
    expect(quantileMs(counted(Number.MAX_SAFE_INTEGER), 1)).toBe(Math.round(2 ** 20.25));
  });
});

test('counts of several places are added, however many buckets each tells of', () => {
  expect(addCounts([[1, 2], [], [0, 1, 5]])).toEqual([1, 3, 5]);
  expect(addCounts([])).toEqual([]);
});
