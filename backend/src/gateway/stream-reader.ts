import { createEventSplitter, eventData, splitEvents } from './sse-events.ts';
import type { TokenCounts } from './price.ts';
import { readUsage, textSaid } from './usage.ts';

type Chunk = {
  choices?: { delta?: Parameters<typeof textSaid>[0]; finish_reason?: unknown }[];
  usage?: unknown;
  error?: unknown;
};

/** Raw bytes kept for counting what was said, before they are boiled down to its text. */
const keptBytesMost = 256 * 1024;

/**
 * Reads a chat stream as it passes: whole events go on at once, untouched; usage and the end mark are held
 * back until the call is settled. What was said is kept unparsed, since it matters only if no usage comes.
 */
export function createStreamReader(passOn: (bytes: Buffer) => void) {
  let usage: TokenCounts | null = null;
  let usageChunk: Record<string, unknown> | null = null;
  let ended = false;
  let failed = false;
  let said = '';
  let kept: Buffer[] = [];
  let keptBytes = 0;

  const splitter = createEventSplitter((events) => {
    if (!needsLook(events)) return pass(events);
    for (const event of splitEvents(events)) readEvent(event);
  });

  function pass(events: Buffer) {
    passOn(events);
    kept.push(events);
    keptBytes += events.length;
    if (keptBytes > keptBytesMost) boilDown();
  }

  function readEvent(event: string) {
    const data = eventData(event);
    const chunk = data === null || data === '[DONE]' ? null : parseOrNull(data);
    const counts = readUsage(chunk?.usage);
    if (data === '[DONE]') ended = true;
    if (counts) usage = counts;
    if (chunk?.error) failed = true;
    if (counts && chunk && isBare(chunk)) usageChunk = chunk;
    else if (data !== '[DONE]') pass(Buffer.from(event));
  }

  function boilDown() {
    const events = splitEvents(Buffer.concat(kept));
    kept = [];
    keptBytes = 0;
    for (const event of events) {
      const chunk = parseOrNull(eventData(event) ?? '');
      for (const choice of chunk?.choices ?? []) said += textSaid(choice.delta);
    }
  }

  return {
    push: splitter.push,
    /** No more bytes come: whatever is left is passed on. */
    close: splitter.flush,
    usage: () => usage,
    /** The upstream's own usage chunk, held back. */
    usageChunk: () => usageChunk,
    /** The end mark has come: the answer is whole. */
    ended: () => ended,
    /** The upstream reported an error inside the stream. */
    failed: () => failed,
    textSaid() {
      boilDown();
      return said;
    },
  };
}

/**
 * Cheap test for events that are more than content: in content these words would have escaped quotes. Many
 * upstreams put `"usage":null` on every chunk, which says nothing.
 */
function needsLook(events: Buffer): boolean {
  return ['"usage":{', '"usage": {', '[DONE]', '"error"'].some((mark) => events.includes(mark));
}

/** A chunk that says nothing: some upstreams send usage with no choices, some with one empty delta. */
function isBare(chunk: Chunk): boolean {
  return (chunk.choices ?? []).every(
    ({ delta, finish_reason: finish }) => textSaid(delta) === '' && (finish === null || finish === undefined),
  );
}

function parseOrNull(data: string): (Chunk & Record<string, unknown>) | null {
  try {
    return JSON.parse(data) as Chunk & Record<string, unknown>;
  } catch {
    return null;
  }
}
