import type { TokenCounts } from '../lib/token-counts.ts';
import { createEventSplitter, eventData, splitEvents } from './sse-events.ts';
import type { Chunk, Ending, StreamShape } from './surface.ts';
import type { GatewayError } from './errors.ts';
import { createTranscript, dataOf, parseOrNull } from './transcript.ts';

const noStream = { message: 'The model server sent no stream.' };

export type StreamReader = ReturnType<typeof createStreamReader>;

/**
 * Reads a stream as it passes: whole events go on at once, untouched; usage, errors and the end mark are held
 * back until the call is settled.
 */
export function createStreamReader(shape: StreamShape, passOn: (bytes: Buffer) => void) {
  const transcript = createTranscript(shape.createSaid());
  const { said } = transcript;
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

  /** One look at plain bytes: a search of its own for each word costs several times as much. */
  function readRun(events: Buffer) {
    if (shape.moreThanText.test(events.toString('latin1'))) splitEvents(events).forEach(readEvent);
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
    if (isEndMark(data)) return void (done = true);
    const chunk = data === null ? null : parseOrNull(data);
    const sign = chunk && shape.look(chunk, usage);
    if (!chunk || !sign) return passUnread(event);
    done = sign.isLast;
    failure ??= sign.failure;
    takeUsage(sign.usage);
    transcript.keep(event);
    if (sign.failure !== null || (sign.isLast && held)) return;
    if (!sign.waits) return pass(event);
    releaseHeld();
    held = { event, chunk };
  }

  const isEndMark = (data: string | null) => shape.endMark !== null && data?.trim() === shape.endMark;

  function takeUsage(counts: TokenCounts | null) {
    if (!counts) return noteFollowing();
    usage = counts;
    atUsage = null;
  }

  /** Something follows the last usage, and may say more. */
  function noteFollowing() {
    if (usage !== null) atUsage ??= { bytes: said().bytes(), unreadBytes };
  }

  return {
    push: splitter.push,
    /** No more bytes come. A last event counts without its blank line; the half of one goes to nobody. */
    close() {
      const rest = splitter.rest();
      const data = dataOf(rest) ?? '';
      const chunk = parseOrNull(data);
      if (!isEndMark(data) && !chunk) return;
      if (eventData(rest) !== null) return readEvent(Buffer.concat([rest, Buffer.from('\n\n')]));
      // A whole answer in place of a stream.
      const sign = chunk && shape.look(chunk, usage);
      takeUsage(sign?.usage ?? null);
      transcript.keep(rest);
      failure ??= sign?.failure ?? noStream;
    },
    usage: () => usage,
    /** More was said after the last usage came: it was a placeholder, or the stream was broken off. */
    saidMore: () => atUsage !== null && (said().bytes() > atUsage.bytes || unreadBytes > atUsage.unreadBytes),
    /** The end mark came: nothing after it counts. */
    isDone: () => done,
    /** The answer is whole: it gave a reason for its end, or the end mark. */
    ended: () => done || said().gaveReason(),
    /** The error that the upstream reported inside the stream. */
    failure: () => failure,
    unitsSaid: () => said().units?.(),
    textsSaid: () => said().texts(),
    bytesSaid: () => said().bytes(),
    /** What is left for the client once the call is settled. */
    lastEvents: (ending: Omit<Ending, 'heldChunk'>) =>
      shape.lastEvents(Object.assign(ending, { heldChunk: held?.chunk ?? null }), said),
    errorEvents: (error: GatewayError) => shape.errorEvents(error, said),
    /** How much has passed, as it came. */
    passedBytes: () => passedBytes,
    /** Of events that were too long to be looked into. */
    unreadBytes: () => unreadBytes,
  };
}
