import { vi } from 'vitest';

/** As long as a busy machine may need for anything; nothing here waits that long unless it has failed. */
const patienceMs = 30_000;

/** Waits until `check` does not throw any more; fails with what it threw last. Gives what it returned. */
export function eventually<Result>(
  check: () => Result | Promise<Result>,
  timeoutMs: number = patienceMs,
): Promise<Result> {
  return vi.waitFor(check, { timeout: timeoutMs, interval: 20 });
}
