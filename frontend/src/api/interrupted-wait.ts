const interruptedMs = 2000;

/**
 * How long to wait for the cookie of a refresh that began at `startedAtMs` (0: none did). Never longer than that
 * takes, also when the clock has been set back since.
 */
export function interruptedWaitMs(startedAtMs: number, nowMs: number): number {
  return Math.min(Math.max(startedAtMs + interruptedMs - nowMs, 0), interruptedMs);
}
