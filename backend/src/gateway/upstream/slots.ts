import { type GatewayError, passedOver } from '../errors.ts';
import type { StopSignal } from '../stop-signal.ts';
import { createLine, type Place } from './line.ts';

/** Gives a slot back. Safe to call more than once. */
export type Release = () => void;

/** Who asks for a slot. */
export type Asker = { account: string; priority: number; signal: StopSignal };

const retrySeconds = 5;
const lineIsFull = () =>
  passedOver('queue_full', 'All slots of the provider are busy and its queue is full.', retrySeconds);
const tookTooLong = () =>
  passedOver('queue_timeout', 'No slot of the provider became free in time.', retrySeconds);

/**
 * Bounds how many calls of this instance run at one provider. Whoever finds no slot waits in line: plans of a
 * higher priority first, accounts in turn, calls of one account in the order they came. In a full line whoever
 * has most waiting gives way to who has less.
 * @param waitMs how long a call waits at the most
 */
export function createSlots(maxConcurrency: number | null, maxQueue: number | null, waitMs: number) {
  let running = 0;
  const line = createLine<Waiting>();

  function take(): Release {
    running += 1;
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      running -= 1;
      line.next()?.enter();
    };
  }

  function lineUp(asker: Asker): Promise<Release> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => leave(tookTooLong()), waitMs);
      const stop = () => {
        clearTimeout(timer);
        stopListening();
      };
      const leave = (reason: Error) => {
        stop();
        place.leave();
        reject(reason);
      };
      const place: Place = line.add(asker.account, asker.priority, {
        enter() {
          stop();
          resolve(take());
        },
        refuse: leave,
      });
      const stopListening = asker.signal.onAbort(leave);
    });
  }

  return {
    running: () => running,
    waiting: line.length,
    /** @throws upstream_unavailable when the line is full or too slow, the signal's reason when the caller leaves it */
    async acquire(asker: Asker): Promise<Release> {
      asker.signal.throwIfAborted();
      if (maxConcurrency === null || running < maxConcurrency) return take();
      if (maxQueue !== null && line.length() >= maxQueue) {
        const loser = line.loserTo(asker.account, asker.priority);
        if (!loser) throw lineIsFull();
        loser.refuse(lineIsFull());
      }
      return lineUp(asker);
    },
  };
}

type Waiting = { enter: () => void; refuse: (error: GatewayError) => void };
