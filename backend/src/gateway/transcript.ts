import { createKeptBytes } from './kept-bytes.ts';
import { type Choice, createSaid, objectsOf } from './said.ts';
import { eventData, splitEvents } from './sse-events.ts';

export type Chunk = Record<string, unknown> & { choices?: unknown; usage?: unknown; error?: unknown };

/** Raw bytes kept for counting what was said, before they are boiled down to its text. */
const keptBytesMost = 256 * 1024;
const openingBrace = 0x7b;

/** What a stream has said. Kept unparsed for as long as nobody asks, since it matters only if no usage comes. */
export function createTranscript() {
  const said = createSaid();
  let head: Chunk | null = null;
  let gaveReason = false;
  const kept = createKeptBytes();

  function boilDown() {
    if (kept.length() === 0) return;
    for (const event of splitEvents(kept.take())) take(parseOrNull(dataOf(event) ?? ''));
  }

  function take(chunk: Chunk | null) {
    head ??= chunk;
    said.add(chunk?.choices);
    gaveReason ||= objectsOf<Choice>(chunk?.choices).some(
      (choice) => typeof choice.finish_reason === 'string',
    );
  }

  return {
    /** Events as they came. */
    keep(events: Buffer) {
      kept.add(events);
      if (kept.length() > keptBytesMost) boilDown();
    },
    texts(): string[] {
      boilDown();
      return said.texts();
    },
    /** How much was said, in bytes of text. */
    bytes(): number {
      boilDown();
      return said.bytes();
    },
    choiceIndexes(): number[] {
      boilDown();
      return said.indexes();
    },
    /** The answer gave a reason for its end. */
    gaveReason(): boolean {
      if (!gaveReason) boilDown();
      return gaveReason;
    },
    /** What all chunks of the stream have in common, for a chunk of ours. */
    head() {
      boilDown();
      const { id, created, model } = head ?? {};
      return { id, object: 'chat.completion.chunk', created, model };
    },
  };
}

/** The data of an event. What some servers send in place of a stream has no `data:` before it. */
export function dataOf(event: Buffer): string | null {
  return eventData(event) ?? (event[0] === openingBrace ? event.toString('utf8') : null);
}

export function parseOrNull(data: string): Chunk | null {
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' && value !== null ? (value as Chunk) : null;
  } catch {
    return null;
  }
}
