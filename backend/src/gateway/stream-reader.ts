import type { TokenCounts } from './token-counts.ts';
import { isSilent } from './said.ts';
import { createEventSplitter, eventData, splitEvents } from './sse-events.ts';
import { type Chunk, createTranscript, dataOf, parseOrNull } from './transcript.ts';
import { readUsage } from './dialects/index.ts';

const doneData = '[DONE]';
const noStream = { message: 'The model server sent no stream.' };

export type StreamReader = ReturnType<typeof createStreamReader>;

/**
 * Reads a chat stream as it passes: whole events go on at once, untouched; usage, errors and the end mark
 * are held back until the call is settled.
 */
export function createStreamReader(passOn: (bytes: Buffer) => void) {
  const transcript = createTranscript();
  let usage: TokenCounts | null = null;
  /** What was said and unread when the last usage came; null as long as nothing follows it, since nobody needs it then. */
  let atUsage: { bytes: number; unreadBytes: number } | null = null;
  let held: { event: Buffer; chunk: Chunk } | null = null;
  let done = false;
  let failure: unknown = null;
  let passedBytes = 0;
  let unreadBytes = 0;

  const splitter = createEventSplitter(readRun, (piece) => {
    noteFollowing();
    unreadBytes += piece.length;
    pass(piece);
  });

  function readRun(events: Buffer) {
    if (needsLook(events)) splitEvents(events).forEach(readEvent);
    else passUnread(events);
  }

  function passUnread(events: Buffer) {
    if (done) return;
    noteFollowing();
    pass(events);
    transcript.keep(events);
  }

  function pass(bytes: Buffer) {
    if (done) return;
    if (held && bytes.includes('data:')) releaseHeld();
    passedBytes += bytes.length;
    passOn(bytes);
  }

  /** A chunk with usage that says nothing is the last one of its kind; if more comes it was an ordinary one. */
  function releaseHeld() {
    const event = held?.event;
    held = null;
    if (event) pass(event);
  }

  function readEvent(event: Buffer) {
    if (done) return;
    const data = dataOf(event);
    if (data?.trim() === doneData) return void (done = true);
    const chunk = data === null ? null : parseOrNull(data);
    if (chunk?.error) failure = chunk.error;
    else if (chunk && typeof chunk.usage === 'object' && chunk.usage !== null) {
      readUsageOf(chunk);
      transcript.keep(event);
      if (!isSilent(chunk.choices)) return pass(event);
      releaseHeld();
      held = { event, chunk };
    } else passUnread(event);
  }

  function readUsageOf(chunk: Chunk) {
    const counts = readUsage('openai', chunk.usage);
    if (!counts) return noteFollowing();
    usage = counts;
    atUsage = null;
  }

  /** Something follows the last usage, and may say more. */
  function noteFollowing() {
    if (usage !== null) atUsage ??= { bytes: transcript.bytes(), unreadBytes };
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
      if (chunk) readUsageOf(chunk);
      transcript.keep(rest);
      failure ??= chunk?.error ?? noStream;
    },
    usage: () => usage,
    /** More was said after the last usage came: it was a placeholder, or the stream was broken off. */
    saidMore: () =>
      atUsage !== null && (transcript.bytes() > atUsage.bytes || unreadBytes > atUsage.unreadBytes),
    /** The upstream's own usage chunk, held back. */
    usageChunk: () => held?.chunk ?? null,
    head: transcript.head,
    /** The end mark came: nothing after it counts. */
    isDone: () => done,
    /** The answer is whole: it gave a reason for its end, or the end mark. */
    ended: () => done || transcript.gaveReason(),
    /** The error that the upstream reported inside the stream. */
    failure: () => failure,
    textsSaid: transcript.texts,
    bytesSaid: transcript.bytes,
    choiceIndexes: transcript.choiceIndexes,
    /** How much has passed, as it came. */
    passedBytes: () => passedBytes,
    /** Of events that were too long to be looked into. */
    unreadBytes: () => unreadBytes,
  };
}

/**
 * What events that are more than content have in them: in content these words would have escaped quotes.
 * Many upstreams put `"usage":null` on every chunk, which says nothing.
 */
const moreThanContent = /\[DONE\]|"error"|"usage"\s*:\s*\{/;

/** One look at plain bytes: a search of its own for each word costs several times as much. */
const needsLook = (events: Buffer): boolean => moreThanContent.test(events.toString('latin1'));
