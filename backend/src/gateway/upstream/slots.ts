import { upstreamUnavailable } from '../errors.ts';
import type { StopSignal } from '../stop-signal.ts';

/** Gives a slot back. Safe to call more than once. */
export type Release = () => void;

/**
 * Bounds how many calls of this instance run at one provider. Whoever finds no slot waits in line, first
 * come first served, while the line has room.
 */
export function createSlots(maxConcurrency: number | null, maxQueue: number | null) {
  let running = 0;
  const line: (() => void)[] = [];

  function take(): Release {
    running += 1;
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      running -= 1;
      line.shift()?.();
    };
  }

  return {
    /** @throws upstream_unavailable when the line is full, the signal's reason when the caller leaves the line */
    async acquire(signal: StopSignal): Promise<Release> {
      signal.throwIfAborted();
      if (maxConcurrency === null || running < maxConcurrency) return take();
      if (maxQueue !== null && line.length >= maxQueue)
        throw upstreamUnavailable('All slots of the provider are busy and its queue is full.', 5);
      return new Promise<Release>((resolve, reject) => {
        const enter = () => {
          stopListening();
          resolve(take());
        };
        const leave = (reason: Error) => {
          line.splice(line.indexOf(enter), 1);
          reject(reason);
        };
        line.push(enter);
        const stopListening = signal.onAbort(leave);
      });
    },
  };
}
