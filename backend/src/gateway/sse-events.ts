const newline = 0x0a;
const carriageReturn = 0x0d;

/**
 * Cuts a byte stream into whole server-sent events (each with its closing blank line), whatever way the
 * bytes are split. Line ends may be LF or CRLF.
 * @param onEvents gets a run of whole events as one buffer, so that what nobody needs to look into can be
 *   passed on as it is
 * @param maxEventBytes an event longer than this is passed on in pieces
 */
export function createEventSplitter(onEvents: (events: Buffer) => void, maxEventBytes = 1024 * 1024) {
  let pending: Buffer | null = null;
  const flush = () => {
    if (pending) onEvents(pending);
    pending = null;
  };

  return {
    push(chunk: Buffer) {
      const bytes: Buffer = pending ? Buffer.concat([pending, chunk]) : chunk;
      const end = lastEventEnd(bytes, pending ? Math.max(0, pending.length - 3) : 0);
      if (end > 0) onEvents(bytes.subarray(0, end));
      pending = end < bytes.length ? bytes.subarray(end) : null;
      if (pending && pending.length > maxEventBytes) flush();
    },
    /** Passes on what is left without a closing blank line. */
    flush,
  };
}

/** Where the last whole event ends, looking back from the end but not before `from`; 0 when none does. */
function lastEventEnd(bytes: Buffer, from: number): number {
  for (let at = bytes.lastIndexOf(newline); at > from; at = bytes.lastIndexOf(newline, at - 1)) {
    const before = bytes[at - 1];
    if (before === newline || (before === carriageReturn && bytes[at - 2] === newline)) return at + 1;
  }
  return 0;
}

/** The events of a run, one by one. */
export function splitEvents(events: Buffer): string[] {
  return events
    .toString('utf8')
    .split(/(?<=\r?\n\r?\n)/)
    .filter((event) => event.trim() !== '');
}

/** The data of an event: its `data:` lines joined; null for comments and other events. */
export function eventData(event: string): string | null {
  const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
  return lines.length === 0 ? null : lines.map((line) => line.slice(5).replace(/^ /, '')).join('\n');
}
