import { beforeEach, describe, expect, it } from 'vitest';
import { quantileMs } from '../../lib/latency-buckets.ts';
import { createTally, type Tally } from './tally.ts';

const minute = 60_000;
let now: number;
let tally: Tally;
beforeEach(() => {
  now = 1_000_000;
  tally = createTally(() => now);
});

function call(ms: number) {
  const visit = tally.begin();
  visit.answered();
  now += ms;
  visit.firstByte();
  return visit;
}

it('counts calls, those that failed, and how long their first bytes took', () => {
  [100, 100, 4_000].forEach(call);
  call(100).failed('broken', 200);
  const { calls, failedCalls, firstByte } = tally.figures();
  expect({ calls, failedCalls }).toEqual({ calls: 4, failedCalls: 1 });
  expect(firstByte.reduce((sum, count) => sum + count, 0)).toBe(4);
  expect(quantileMs(firstByte, 0.5)).toBeLessThan(110);
  expect(quantileMs(firstByte, 0.95)).toBeGreaterThan(3_500);
  expect(tally.firstBytes().sumMs).toBe(4_300);
});

it('a call fails once, however often it is said', () => {
  const visit = tally.begin();
  visit.failed('status', 503);
  visit.failed('broken', 503);
  expect(tally.figures()).toMatchObject({ calls: 1, failedCalls: 1 });
});

it('forgets what is older than five minutes, slice by slice', () => {
  call(100);
  now += 2 * minute;
  call(100);
  now += 2 * minute + 50_000;
  expect(tally.figures().calls).toBe(2);
  now += 30_000;
  expect(tally.figures().calls).toBe(1);
  now += 5 * minute;
  expect(tally.figures()).toMatchObject({ calls: 0, failedCalls: 0, firstByte: [], reachable: null });
  expect(tally.firstBytes().counts.reduce((sum, count) => sum + count, 0)).toBe(2);
});

it('a call that fails after its time is over counts no more', () => {
  const visit = tally.begin();
  now += 6 * minute;
  tally.begin();
  visit.failed('timeout');
  expect(tally.figures()).toMatchObject({ calls: 1, failedCalls: 0, lastFailure: { kind: 'timeout' } });
});

describe('whether it can be reached', () => {
  it('is not known before anybody tried', () => {
    expect(tally.figures().reachable).toBeNull();
  });
  it('is what the last one found', () => {
    tally.begin().failed('unreached');
    expect(tally.figures()).toMatchObject({
      reachable: false,
      lastFailure: { kind: 'unreached', status: null },
    });
    tally.begin().answered();
    expect(tally.figures().reachable).toBe(true);
    tally.begin().failed('unreached');
    tally.begin().failed('timeout');
    expect(tally.figures().reachable).toBe(true);
  });
});
