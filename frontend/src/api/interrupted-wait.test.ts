import { expect, test } from 'vitest';
import { interruptedWaitMs } from './interrupted-wait.ts';

const now = Date.UTC(2026, 10, 20);

test.each([
  ['nothing when no refresh was interrupted', 0, 0],
  ['the rest of two seconds', now - 500, 1500],
  ['nothing for one that began long ago', now - 60_000, 0],
  ['two seconds at the most when the clock was set back', now + 86_400_000, 2000],
])('waits %s', (_, startedAtMs, waitMs) => {
  expect(interruptedWaitMs(startedAtMs, now)).toBe(waitMs);
});
