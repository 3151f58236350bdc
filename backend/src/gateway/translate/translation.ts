import type { TokenCounts } from '../../lib/token-counts.ts';

/** The JSON of a request or an answer. */
export type Body = Record<string, unknown>;

/** How calls of one API are made with the words of another. Nothing in it waits, remembers or reaches out. */
export type Translation = {
  /** Path below the provider's base; with a slash before it, below its root. */
  upstreamPath: string;
  /** Its streams are lines of JSON, not events. */
  isLines?: boolean | undefined;
  /** @throws GatewayError 400 that names what cannot be said there */
  request: (body: Body) => Body;
  /** Null: it is no answer, and goes on as it came. */
  answer: (answer: Body) => Body | null;
  createStream: () => StreamTranslation;
};

/** A stream, event by event; each gives the events that the caller gets for it, none as ''. */
export type StreamTranslation = {
  add: (data: string) => string;
  /** No more come. */
  end: () => string;
  /** What the upstream has counted so far; null: nothing. */
  counted: () => TokenCounts | null;
};
