import type { IncomingHttpHeaders } from 'node:http';
import type { TokenCounts } from '../../lib/token-counts.ts';
import type { StopSignal } from '../stop-signal.ts';

/** One request to a provider, already in its words. */
export type UpstreamRequest = {
  path: string;
  /** The model there, and the account that calls it. */
  model: string;
  caller: string;
  stream: boolean;
  body: Buffer;
  /** Of a body that is no JSON, or whose answer is none. */
  contentType?: string;
  signal: StopSignal;
  /** How long the head of the answer is waited for, where less than for all others. */
  firstByteMs?: number;
  /** From here on the provider may have read the request, and charge for it. */
  onSent: () => void;
};

/** Who takes the body of an answer. Exactly one of onEnd and onError comes last. */
export type BodyListener = {
  onData: (chunk: Buffer) => void;
  onEnd: () => void;
  onError: (error: Error) => void;
};

/** An answer whose head has arrived. */
export type UpstreamResponse = {
  status: number;
  headers: IncomingHttpHeaders;
  /** Starts the body; call once. */
  consume: (listener: BodyListener) => void;
  pause: () => void;
  resume: () => void;
  abort: () => void;
  /** What a stream that is translated has counted so far, where its translation has not told yet. */
  counted?: () => TokenCounts | null;
};

/** The same for those who asked, who may find that it is of no use. */
export type UpstreamAnswer = UpstreamResponse & { failed: () => void };

/** Where requests go: over HTTP, or to the simulated provider in this process. Rejects with an UpstreamFault or the signal's reason. */
export type Transport = (request: UpstreamRequest) => Promise<UpstreamResponse>;

/** An upstream that could not be asked, or broke off. */
export class UpstreamFault extends Error {
  override name = 'UpstreamFault';
  /** `unreached`: nothing of the request was sent. */
  readonly kind: 'unreached' | 'broken' | 'timeout';

  constructor(kind: UpstreamFault['kind'], message: string, cause?: unknown) {
    super(message, { cause });
    this.kind = kind;
  }
}
