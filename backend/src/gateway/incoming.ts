import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { StopSignal } from './stop-signal.ts';
import type { Surface } from './surface.ts';

/** What a call does with its response: Node's has it all. */
export type ClientResponse = {
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  readonly writableEnded: boolean;
  readonly statusCode: number;
  setHeader(name: string, value: string): unknown;
  writeHead(status: number, headers: OutgoingHttpHeaders): unknown;
  flushHeaders(): void;
  write(chunk: string | Buffer): boolean;
  end(chunk?: string | Buffer): unknown;
  destroy(): unknown;
  on(event: 'drain', listener: () => void): unknown;
  off(event: 'drain', listener: () => void): unknown;
};

/** A call as it comes in. */
export type Incoming = {
  requestId: string;
  surface: Surface;
  request: IncomingMessage;
  response: ClientResponse;
  /** Where the client is, seen past trusted proxies. */
  address: string;
  /** Monotonic, for latencies. */
  startedMs: number;
  createdAtMs: number;
  /** Aborts when the call must not go on: its client has gone, or a kill switch was thrown (its reason is a GatewayError then). */
  stopped: StopSignal;
  /** Whether an access token of the portal may take the place of an API key. */
  allowsSession: boolean;
};
