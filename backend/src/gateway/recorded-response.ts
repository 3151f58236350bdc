import type { OutgoingHttpHeaders } from 'node:http';
import type { ClientResponse } from './incoming.ts';
import { createKeptBytes } from './kept-bytes.ts';

/** Larger answers are not kept. */
const answerBytesMost = 4 * 1024 * 1024;

/** What a client was sent. `body` is null where it was too much. */
export type Sent = { status: number; headers: OutgoingHttpHeaders; body: Buffer | null };

export type RecordedResponse = ReturnType<typeof recordResponse>;

/**
 * A response that remembers what goes through it. While it is held, what ends it waits, whether its client is still
 * there or not: an answer is kept before its last byte goes out.
 * @param more headers that go out beside those of the answer
 */
export function recordResponse(response: ClientResponse, more: OutgoingHttpHeaders = {}) {
  const kept = createKeptBytes();
  let head: { status: number; headers: OutgoingHttpHeaders } | undefined;
  let isTooLarge = false;
  let isHeld = false;
  let hasEnded = false;
  const waiting: (() => void)[] = [];

  function keep(chunk: string | Buffer | undefined) {
    if (chunk === undefined || isTooLarge) return;
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
    if (kept.length() + bytes.length <= answerBytesMost) return kept.add(bytes);
    isTooLarge = true;
    kept.take();
  }
  function pass(act: () => void) {
    if (isHeld) waiting.push(act);
    else act();
  }

  const recorded: ClientResponse = {
    get headersSent() {
      return head !== undefined || response.headersSent;
    },
    get destroyed() {
      return !isHeld && response.destroyed;
    },
    get writableEnded() {
      return hasEnded || response.writableEnded;
    },
    get statusCode() {
      return response.statusCode;
    },
    setHeader: (name, value) => response.setHeader(name, value),
    writeHead(status, headers) {
      head = { status, headers: { ...headers } };
      pass(() => response.writeHead(status, Object.assign(headers, more)));
    },
    flushHeaders: () => pass(() => response.flushHeaders()),
    write(chunk) {
      keep(chunk);
      if (!isHeld) return response.write(chunk);
      waiting.push(() => response.write(chunk));
      return true;
    },
    end(chunk) {
      keep(chunk);
      hasEnded = true;
      pass(() => response.end(chunk));
    },
    destroy: () => response.destroy(),
    on: (event, listener) => response.on(event, listener),
    off: (event, listener) => response.off(event, listener),
  };

  return {
    response: recorded,
    hold: () => void (isHeld = true),
    /** What was held goes out, if there is somebody to take it. */
    letGo() {
      isHeld = false;
      const acts = waiting.splice(0);
      if (!response.destroyed) for (const act of acts) act();
    },
    /** What was sent; undefined where it did not come to an end. */
    sent: (): Sent | undefined =>
      head && hasEnded ? { ...head, body: isTooLarge ? null : kept.take() } : undefined,
  };
}

const momentary = /^(x-request-id|content-length|x-ratelimit-.*|x-litemaas-queue-.*)$/;

/** Headers that are as true later. */
export const keptHeaders = (headers: OutgoingHttpHeaders): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !momentary.test(name)));
