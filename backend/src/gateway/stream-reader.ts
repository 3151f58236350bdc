import { type Choice, createSaid, isSilent, objectsOf } from './said.ts';
import { createEventSplitter, eventData, splitEvents } from './sse-events.ts';
import type { TokenCounts } from './price.ts';
import { readUsage } from './usage.ts';

type Chunk = Record<string, unknown> & { choices?: unknown; usage?: unknown; error?: unknown };

/** Raw bytes kept for counting what was said, before they are boiled down to its text. */
const keptBytesMost = 256 * 1024;
const doneData = '[DONE]';
const noStream = { message: 'The model server sent no stream.' };

export type StreamReader = ReturnType<typeof createStreamReader>;

/**
 * Reads a chat stream as it passes: whole events go on at once, untouched; usage, errors and the end mark
 * are held back until the call is settled. What was said is kept unparsed, since it matters only if no usage
 * comes.
 */
export function createStreamReader(passOn: (bytes: Buffer) => void) {
  const said = createSaid();
  let usage: TokenCounts | null = null;
  let bytesSaidAtUsage = 0;
  let held: { event: Buffer; chunk: Chunk } | null = null;
  let head: Chunk | null = null;
  let ended = false;
  let done = false;
  let failure: unknown = null;
  let kept: Buffer[] = [];
  let keptBytes = 0;
  let passedBytes = 0;
  let unreadBytes = 0;

  const splitter = createEventSplitter(readRun, (piece) => {
    unreadBytes += piece.length;
    passUnread(piece);
  });

  function readRun(events: Buffer) {
    if (needsLook(events)) splitEvents(events).forEach(readEvent);
    else pass(events);
  }

  function pass(bytes: Buffer) {
    if (done) return;
    passUnread(bytes);
    kept.push(bytes);
    keptBytes += bytes.length;
    if (keptBytes > keptBytesMost) boilDown();
  }

  function passUnread(bytes: Buffer) {
    if (done) return;
    if (held && bytes.includes('data:')) releaseHeld();
    passedBytes += bytes.length;
    passOn(bytes);
  }

  /** A chunk with usage that says nothing is the last one of its kind; if more comes it was an ordinary one. */
  function releaseHeld() {
    const event = held?.event;
    held = null;
    if (event) passUnread(event);
  }

  function readEvent(event: Buffer) {
    if (done) return;
    const data = dataOf(event);
    if (data?.trim() === doneData) return void (done = ended = true);
    const chunk = data === null ? null : parseOrNull(data);
    const counts = readUsage(chunk?.usage);
    if (chunk?.error) failure = chunk.error;
    else if (chunk && isObject(chunk.usage)) {
      boilDown();
      note(chunk);
      if (counts) bytesSaidAtUsage = said.bytes();
      if (held) releaseHeld();
      if (isSilent(chunk.choices)) held = { event, chunk };
      else passUnread(event);
    } else pass(event);
    usage = counts ?? usage;
  }

  function boilDown() {
    const events = splitEvents(Buffer.concat(kept));
    kept = [];
    keptBytes = 0;
    for (const event of events) note(parseOrNull(dataOf(event) ?? ''));
  }

  function note(chunk: Chunk | null) {
    head ??= chunk;
    said.add(chunk?.choices);
    if (objectsOf<Choice>(chunk?.choices).some((choice) => typeof choice.finish_reason === 'string'))
      ended = true;
  }

  return {
    push: splitter.push,
    /** No more bytes come. A last event counts without its blank line; the half of one goes to nobody. */
    close() {
      const rest = splitter.rest();
      const data = dataOf(rest) ?? '';
      const chunk = parseOrNull(data);
      if (data.trim() !== doneData && !chunk) return;
      if (eventData(rest) !== null) return readEvent(Buffer.concat([rest, Buffer.from('\n\n')]));
      // A whole answer in place of a stream.
      note(chunk);
      usage = readUsage(chunk?.usage) ?? usage;
      bytesSaidAtUsage = said.bytes();
      failure ??= chunk?.error ?? noStream;
    },
    usage: () => usage,
    /** More was said after the last usage came: it was a placeholder, or the stream was broken off. */
    saidMore() {
      boilDown();
      return usage !== null && (said.bytes() > bytesSaidAtUsage || unreadBytes > 0);
    },
    /** The upstream's own usage chunk, held back. */
    usageChunk: () => held?.chunk ?? null,
    /** What all chunks of this stream have in common, for a chunk of ours. */
    head() {
      boilDown();
      const { id, created, model } = head ?? {};
      return { id, object: 'chat.completion.chunk', created, model };
    },
    /** The end mark came: nothing after it counts. */
    isDone: () => done,
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
    /** How much was said, in bytes of text. */
    bytesSaid() {
      boilDown();
      return said.bytes();
    },
    /** How much has passed, as it came. */
    passedBytes: () => passedBytes,
    /** Of events that were too long to be looked into. */
    unreadBytes: () => unreadBytes,
    choiceIndexes() {
      boilDown();
      return said.indexes();
    },
  };
}

/** The data of an event. What some servers send in place of a stream has no `data:` before it. */
function dataOf(event: Buffer): string | null {
  return eventData(event) ?? (event[0] === openingBrace ? event.toString('utf8') : null);
}

const openingBrace = 0x7b;

/**
 * Cheap test for events that are more than content: in content these words would have escaped quotes. Many
 * upstreams put `"usage":null` on every chunk, which says nothing.
 */
function needsLook(events: Buffer): boolean {
  return events.includes(doneData) || events.includes('"error"') || hasUsageObject(events);
}

function hasUsageObject(events: Buffer): boolean {
  for (let at = events.indexOf('"usage"'); at >= 0; at = events.indexOf('"usage"', at + 7)) {
    if (/^\s*:\s*\{/.test(events.toString('latin1', at + 7, at + 20))) return true;
  }
  return false;
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null;

function parseOrNull(data: string): Chunk | null {
  try {
    const value: unknown = JSON.parse(data);
    return isObject(value) ? (value as Chunk) : null;
  } catch {
    return null;
  }
}
