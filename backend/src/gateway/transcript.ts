import { createKeptBytes } from './kept-bytes.ts';
import { eventData, splitEvents } from './sse-events.ts';
import type { Chunk, StreamSaid } from './surface.ts';

/** Raw bytes kept for counting what was said, before they are boiled down to its text. */
const keptBytesMost = 256 * 1024;
const openingBrace = 0x7b;

/** What a stream has said. Kept unparsed for as long as nobody asks, since it matters only if no usage comes. */
export function createTranscript<Said extends StreamSaid>(all: Said) {
  const kept = createKeptBytes();

  function boilDown() {
    if (kept.length() === 0) return;
    for (const event of splitEvents(kept.take())) all.add(parseOrNull(dataOf(event) ?? ''));
  }

  return {
    /** Events as they came. */
    keep(events: Buffer) {
      kept.add(events);
      if (kept.length() > keptBytesMost) boilDown();
    },
    said(): Said {
      boilDown();
      return all;
    },
  };
}

/** The data of an event. What some servers send in place of a stream has no `data:` before it. */
export function dataOf(event: Buffer): string | null {
  return eventData(event) ?? (event[0] === openingBrace ? event.toString('utf8') : null);
}

/** The object that a text of JSON is; null: it is none. */
export function parseOrNull(data: string): Chunk | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Chunk) : null;
  } catch {
    return null;
  }
}
