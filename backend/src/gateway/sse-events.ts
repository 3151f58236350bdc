import type { IncomingHttpHeaders } from 'node:http';

const newline = 0x0a;
const carriageReturn = 0x0d;
const nothing = Buffer.alloc(0);

/** The longest tail of an unfinished event that can be the beginning of its closing blank line. */
const tailBytes = 3;

/**
 * Cuts a byte stream into whole server-sent events (each with its closing blank line), whatever way the
 * bytes are split. Line ends may be LF or CRLF.
 * @param onEvents gets a run of whole events as one buffer, so that what nobody needs to look into can be
 *   passed on as it is
 * @param onPiece gets an event longer than `maxEventBytes` in pieces
 */
export function createEventSplitter(
  onEvents: (events: Buffer) => void,
  onPiece: (piece: Buffer) => void,
  maxEventBytes = 16 * 1024 * 1024,
) {
  let pending: Buffer[] = [];
  let pendingBytes = 0;
  const take = (last: Buffer): Buffer => {
    const all = pendingBytes === 0 ? last : Buffer.concat([...pending, last]);
    pending = [];
    pendingBytes = 0;
    return all;
  };

  return {
    push(chunk: Buffer) {
      const end = lastEventEnd(pending, chunk);
      if (end > 0) onEvents(take(chunk.subarray(0, end)));
      if (end === chunk.length) return;
      pending.push(chunk.subarray(end));
      pendingBytes += chunk.length - end;
      if (pendingBytes > maxEventBytes) onPiece(take(nothing));
    },
    /** What is left when no more bytes come: an event without its closing blank line, or a part of one. */
    rest: (): Buffer => take(nothing),
  };
}

/** Where in `chunk` the last whole event ends, given the bytes before it; 0 when none does. */
function lastEventEnd(before: Buffer[], chunk: Buffer): number {
  let tail: Buffer = nothing;
  for (let at = before.length - 1; at >= 0 && tail.length < tailBytes; at -= 1)
    tail = Buffer.concat([(before[at] as Buffer).subarray(-tailBytes), tail]);
  const bytes = tail.length === 0 ? chunk : Buffer.concat([tail, chunk]);
  for (let at = bytes.lastIndexOf(newline); at >= tail.length; at = bytes.lastIndexOf(newline, at - 1)) {
    if (closesEvent(bytes, at)) return at + 1 - tail.length;
    if (at === 0) break;
  }
  return 0;
}

/** Whether the newline at `at` ends a blank line. */
function closesEvent(bytes: Buffer, at: number): boolean {
  const before = bytes[at - 1];
  return before === newline || (before === carriageReturn && bytes[at - 2] === newline);
}

/** The events of a run, one by one; together they are the run, byte for byte. */
export function splitEvents(events: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  let start = 0;
  for (let at = events.indexOf(newline); at >= 0; at = events.indexOf(newline, at + 1)) {
    if (!closesEvent(events, at)) continue;
    parts.push(events.subarray(start, at + 1));
    start = at + 1;
  }
  if (start < events.length) parts.push(events.subarray(start));
  return parts;
}

/** The data of an event: its `data:` lines joined; null for comments and other events. */
export function eventData(event: Buffer): string | null {
  const lines = event
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? null : lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}

/** Whether an answer comes as events. */
export const isEventStream = ({ headers }: { headers: IncomingHttpHeaders }): boolean =>
  /^text\/event-stream/i.test(String(headers['content-type']));
