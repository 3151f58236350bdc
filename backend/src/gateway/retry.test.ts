import { describe, expect, test } from 'vitest';
import { pause, retryMsOfFault, retryMsOfStatus } from './retry.ts';
import { StopSignal } from './stop-signal.ts';
import { UpstreamFault } from './upstream/types.ts';

const early = () => 0;
const late = () => 0.999;

describe('a provider that refused is asked again', () => {
  test.each([408, 429, 500, 502, 503, 504])('after a moment, by chance (%i)', (status) => {
    expect([retryMsOfStatus(status, {}, early), retryMsOfStatus(status, {}, late)]).toEqual([100, 399]);
  });
  test.each([400, 401, 403, 404, 422, 501])('not at all (%i): it would say the same', (status) => {
    expect(retryMsOfStatus(status, {}, early)).toBe(null);
  });
  test.each([
    ['0', 100],
    ['1', 1_100],
    ['2', 2_100],
    ['3', null],
    ['Fri, 27 Nov 2026 00:00:00 GMT', null],
  ])('when it says so (retry-after: %s)', (retryAfter, ms) => {
    expect(retryMsOfStatus(503, { 'retry-after': retryAfter }, early)).toBe(ms);
  });
});

test('one that nobody reached is asked again, one that may have read the request is not', () => {
  expect(retryMsOfFault(new UpstreamFault('unreached', ''), early)).toBe(100);
  expect(retryMsOfFault(new UpstreamFault('broken', ''), early)).toBe(null);
  expect(retryMsOfFault(new UpstreamFault('timeout', ''), early)).toBe(null);
  expect(retryMsOfFault(new Error('ours'), early)).toBe(null);
});

test('who is stopped does not wait on', async () => {
  const signal = new StopSignal();
  const waiting = pause(3_600_000, signal);
  signal.abort(new Error('gone'));
  await waiting;
});
