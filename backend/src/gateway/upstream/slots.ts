import type { CandidateFate } from '../../lib/call-decisions.ts';
import { type GatewayError, passedOver } from '../errors.ts';
import type { StopSignal } from '../stop-signal.ts';
import { createLine, type Place } from './line.ts';

/** Gives a slot back. Safe to call more than once. */
export type Release = () => void;

/** Who asks for a slot. */
export type Asker = {
  account: string;
  priority: number;
  signal: StopSignal;
  /** How long it waits at the most. */
  waitMsMost: number;
  /** Filled in: which one in line it was, and how long it has waited; 0: not at all. */
  position: number;
  waitedMs: number;
};

/** A refusal says how long the line is, and how long it would have taken, as far as that is known. */
export type LineAhead = { position: number; waitMs: number | null };

const retryMs = 5_000;
const lineIsFull = (ahead: LineAhead) =>
  noSlot('queue_full', 'All slots of the provider are busy and its queue is full.', ahead);
const tookTooLong = (ahead: LineAhead) =>
  noSlot('queue_timeout', 'No slot of the provider became free in time.', ahead);

function noSlot(fate: CandidateFate, message: string, ahead: LineAhead): GatewayError {
  const error = passedOver(fate, message, (ahead.waitMs ?? retryMs) / 1000);
  return Object.assign(error, { headers: { ...error.headers, ...lineHeaders(ahead) } });
}

/** What a client is told of the line it was in. */
export const lineHeaders = ({ position, waitMs }: LineAhead): Record<string, string> => ({
  'x-litemaas-queue-position': String(position),
  ...(waitMs !== null && { 'x-litemaas-queue-wait-ms': String(Math.round(waitMs)) }),
});

/** How much the newest call says of how long calls keep their slots. */
const newestShare = 0.2;

/**
 * Bounds how many calls of this instance run at one provider. Whoever finds no slot waits in line: plans of a
 * higher priority first, accounts in turn, calls of one account in the order they came. In a full line whoever
 * has most waiting gives way to who has less.
 */
export function createSlots(maxConcurrency: number | null, maxQueue: number | null) {
  let running = 0;
  /** How long calls keep their slots lately; null: not known yet. */
  let keptMs: number | null = null;
  const line = createLine<Waiting>();

  function take(): Release {
    running += 1;
    const takenMs = performance.now();
    let taken = true;
    return () => {
      if (!taken) return;
      taken = false;
      running -= 1;
      const ms = performance.now() - takenMs;
      keptMs = keptMs === null ? ms : keptMs + newestShare * (ms - keptMs);
      line.next()?.enter();
    };
  }

  function aheadOf(position: number): LineAhead {
    return { position, waitMs: keptMs === null ? null : (position * keptMs) / (maxConcurrency ?? 1) };
  }

  function lineUp(asker: Asker): Promise<Release> {
    return new Promise((resolve, reject) => {
      const startedMs = performance.now();
      const timer = setTimeout(() => {
        leave(tookTooLong(aheadOf(line.positionOf(asker.account, asker.priority))));
      }, asker.waitMsMost);
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
          asker.waitedMs = performance.now() - startedMs;
          resolve(take());
        },
        refuse: leave,
      });
      asker.position = line.positionOf(asker.account, asker.priority);
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
        const ahead = aheadOf(line.length() + 1);
        if (!loser) throw lineIsFull(ahead);
        loser.refuse(lineIsFull(ahead));
      }
      return lineUp(asker);
    },
  };
}

type Waiting = { enter: () => void; refuse: (error: GatewayError) => void };
