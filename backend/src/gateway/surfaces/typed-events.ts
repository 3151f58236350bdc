import { formatCredits } from '../../lib/credits.ts';
import type { Settled } from '../call.ts';
import type { Chunk } from '../surface.ts';

/** An event of a stream whose data has its type. */
export const typedEvent = (chunk: Chunk) =>
  `event: ${String(chunk.type)}\ndata: ${JSON.stringify(chunk)}\n\n`;

/** The last event of a stream, with what the call came to. */
export function withCost(chunk: Chunk, { costMicroCredits }: Settled): Chunk {
  return { ...chunk, usage: { ...(chunk.usage as object), cost_credits: formatCredits(costMicroCredits) } };
}

/** An error in place of an event, in the two ways in which streams have them; null: it is none. */
export function failureOf(chunk: Chunk): unknown {
  if (chunk.type === 'error') return chunk.error ?? chunk;
  return chunk.type === undefined ? (chunk.error ?? null) : null;
}
