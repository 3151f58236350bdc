import type { UsageStyle } from './upstream-chat.ts';

/** How a chat answer is sent. */
export type Style = {
  usage: UsageStyle;
  lineEnd: '\n' | '\r\n';
  /** What one write carries: an event, bytes cut at random places, or everything. */
  cut: 'events' | 'random' | 'whole';
  chunkMs: number;
  /** Sends an event each time the test says so. */
  stepped: boolean;
  heartbeats: boolean;
  /** Whether `[DONE]` closes the stream. */
  done: boolean;
  /** After 3 words: break the socket, wait until the other side goes, or send an error event and end. */
  afterThree: 'go on' | 'drop' | 'pause' | 'error' | 'end';
  /** JSON answers say how long they are. */
  contentLength: boolean;
  /** Half of the prompt came from a cache. */
  cached: boolean;
  contentType: string | null;
};

const plain: Style = {
  usage: 'asked',
  lineEnd: '\n',
  cut: 'events',
  chunkMs: 0,
  stepped: false,
  heartbeats: false,
  done: true,
  afterThree: 'go on',
  contentLength: true,
  cached: false,
  contentType: null,
};

/** The answers a model name stands for; every other name answers plainly. */
const styles: Record<string, Partial<Style>> = {
  'no-usage': { usage: 'never' },
  'usage-everywhere': { usage: 'everywhere' },
  'usage-null': { usage: 'null-first' },
  'usage-empty-delta': { usage: 'empty-delta' },
  'usage-with-finish': { usage: 'with-finish' },
  'usage-zero': { usage: 'zero' },
  cached: { cached: true },
  crlf: { lineEnd: '\r\n' },
  'crlf-split': { lineEnd: '\r\n', cut: 'random' },
  split: { cut: 'random' },
  merged: { cut: 'whole' },
  drip: { chunkMs: 15 },
  stepped: { stepped: true },
  heartbeats: { heartbeats: true },
  'no-done': { done: false },
  'cached-drop-after-3': { cached: true, afterThree: 'drop' },
  'cached-pause-after-3': { cached: true, afterThree: 'pause' },
  'drop-after-3': { usage: 'never', afterThree: 'drop' },
  'pause-after-3': { usage: 'never', afterThree: 'pause' },
  'end-after-3': { usage: 'never', afterThree: 'end', done: false },
  'error-inside': { usage: 'never', afterThree: 'error' },
  'no-length': { contentLength: false },
  'no-length-no-usage': { contentLength: false, usage: 'never' },
  'json-typed-text': { contentType: 'application/json; charset=utf-8' },
};

export const styleOf = (model: string): Style => ({ ...plain, ...styles[model] });
