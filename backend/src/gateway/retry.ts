import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import type { StopSignal } from './stop-signal.ts';
import { UpstreamFault } from './upstream/types.ts';

/** Passing troubles: another try a moment later may find them gone. */
const passingStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 529]);
/** A client waits for the answer; what takes longer than this it is better told. */
const waitMsMost = 2_000;
const waitMsLeast = 100;
const waitMsUsual = 400;

/**
 * How long to wait before a provider that refused is asked once more: as long as it says, else a little, by chance, so
 * that not all come back at the same moment. Null: not at all.
 */
export function retryMsOfStatus(
  status: number,
  headers: IncomingHttpHeaders,
  random: () => number = Math.random,
): number | null {
  if (!passingStatuses.has(status)) return null;
  const seconds = headers['retry-after'];
  if (seconds === undefined) return usualMs(random);
  const askedMs = Number(seconds) * 1000;
  return askedMs >= 0 && askedMs <= waitMsMost ? askedMs + usualMs(random) : null;
}

/** The same of one that could not be asked. */
export function retryMsOfFault(fault: unknown, random: () => number = Math.random): number | null {
  return fault instanceof UpstreamFault && fault.kind === 'unreached' ? usualMs(random) : null;
}

const usualMs = (random: () => number) => waitMsLeast + Math.floor(random() * (waitMsUsual - waitMsLeast));

/** Waits, unless the call is stopped meanwhile. */
export async function pause(ms: number, signal: StopSignal): Promise<void> {
  const ended = new AbortController();
  const stopListening = signal.onAbort(() => ended.abort());
  await wait(ms, undefined, { signal: ended.signal }).catch(() => {});
  stopListening();
}
