import { type Choice, createSaid, isSilent, objectsOf } from './said.ts';
import { createKeptBytes } from './kept-bytes.ts';
import { createEventSplitter, eventData, splitEvents } from './sse-events.ts';
import { readUsage } from './dialects/index.ts';
import type { TokenCounts } from '../lib/token-counts.ts';

type Chunk = Record<string, unknown> & { choices?: unknown; usage?: unknown; error?: unknown };

/** Raw bytes kept for counting what was said, before they are boiled down to its text. */
const keptBytesMost = 256 * 1024;
const doneData = '[DONE]';

export type StreamReader = ReturnType<typeof createStreamReader>;

/**
 * Reads a chat stream as it passes: whole events go on at once, untouched; usage, errors and the end mark
 * are held back until the call is settled. What was said is kept unparsed, since it matters only if no usage
 * comes.
 */
export function createStreamReader(passOn: (bytes: Buffer) => void) {
  const said = createSaid();
  const kept = createKeptBytes();
  let usage: TokenCounts | null = null;
  let held: { event: Buffer; chunk: Chunk } | null = null;
  let head: Chunk | null = null;
  let ended = false;
  let failure: unknown = null;

  const splitter = createEventSplitter(readRun, pass);

  function readRun(events: Buffer) {
    if (needsLook(events)) splitEvents(events).forEach(readEvent);
    else pass(events);
  }

  function pass(bytes: Buffer) {
    if (held && bytes.includes('data:')) releaseHeld();
    passOn(bytes);
    kept.add(bytes);
    if (kept.length() > keptBytesMost) boilDown();
  }

  /** A chunk with usage that says nothing is the last one of its kind; if more comes it was an ordinary one. */
  function releaseHeld() {
    const event = held?.event;
    held = null;
    if (event) pass(event);
  }

  function readEvent(event: Buffer) {
    const data = eventData(event);
    if (data?.trim() === doneData) return void (ended = true);
    const chunk = data === null ? null : parseOrNull(data);
    usage = readUsage('openai', chunk?.usage) ?? usage;
    if (chunk?.error) failure = chunk.error;
    else if (chunk && isObject(chunk.usage) && isSilent(chunk.choices)) {
      releaseHeld();
      held = { event, chunk };
    } else pass(event);
  }

  function boilDown() {
    for (const event of splitEvents(kept.take())) {
      const chunk = parseOrNull(eventData(event) ?? '');
      head ??= chunk;
      said.add(chunk?.choices);
      if (objectsOf<Choice>(chunk?.choices).some((choice) => typeof choice.finish_reason === 'string'))
        ended = true;
    }
  }

  return {
    push: splitter.push,
    /** No more bytes come. A last event counts without its blank line; the half of one goes to nobody. */
    close() {
      const rest = splitter.rest();
      const data = eventData(rest) ?? '';
      if (data.trim() === doneData || parseOrNull(data))
        readEvent(Buffer.concat([rest, Buffer.from('\n\n')]));
    },
    usage: () => usage,
    /** The upstream's own usage chunk, held back. */
    usageChunk: () => held?.chunk ?? null,
    /** What all chunks of this stream have in common, for a chunk of ours. */
    head() {
      boilDown();
      const { id, created, model } = head ?? {};
      return { id, object: 'chat.completion.chunk', created, model };
    },
    /** The answer is whole: it gave a reason for its end, or the end mark. */
    ended() {
      if (!ended) boilDown();
      return ended;
    },
    /** The error that the upstream reported inside the stream. */
    failure: () => failure,
    textsSaid() {
      boilDown();
      return said.texts();
    },
  };
}

/**
 * What events that are more than content have in them: in content these words would have escaped quotes.
 * Many upstreams put `"usage":null` on every chunk, which says nothing.
 */
const moreThanContent = /\[DONE\]|"error"|"usage"\s*:\s*\{/;

/** One look at plain bytes: a search of its own for each word costs several times as much. */
const needsLook = (events: Buffer): boolean => moreThanContent.test(events.toString('latin1'));

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

function parseOrNull(data: string): Chunk | null {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? (value as Chunk) : null;
  } catch {
    return null;
  }
}
