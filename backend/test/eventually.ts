import { vi } from 'vitest';

/** As long as a busy machine may need for anything; nothing waits that long unless it has failed. */
const patience = { timeout: 30_000, interval: 20 };

/** Waits until `check` does not throw any more; fails with what it threw last. Gives what it returned. */
export function eventually<Result>(
  check: () => Result | Promise<Result>,
  options: Partial<typeof patience> = {},
): Promise<Result> {
  return vi.waitFor(check, { ...patience, ...options });
}
