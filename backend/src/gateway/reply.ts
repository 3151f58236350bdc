import type { OutgoingHttpHeaders } from 'node:http';
import type { Exchange } from './call.ts';
import type { ClientResponse, Incoming } from './incoming.ts';
import type { GatewayError } from './errors.ts';

/** Answers with an error, unless the answer has begun or nobody is there to read it. */
export function sendError({ response, requestId, surface }: Incoming, error: GatewayError): void {
  if (response.headersSent || response.destroyed) return;
  // The rest of a body that is too large is not waited for.
  if (error.status === 413) response.setHeader('connection', 'close');
  send(
    response,
    error.status,
    { 'x-request-id': requestId, 'content-type': 'application/json', ...error.headers },
    surface.errors.body(error, requestId),
  );
}

/** Ends a stream that had begun with an error, and without its end mark. */
export function sendErrorEvent({ response, surface }: Incoming, error: GatewayError): void {
  response.end(surface.errors.event(error));
}

/** Answers with a whole body; the headers are its own from here on. */
export function send(
  response: ClientResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  body: string | Buffer,
): void {
  if (response.destroyed) return;
  headers['x-content-type-options'] = 'nosniff';
  headers['content-length'] = Buffer.byteLength(body);
  response.writeHead(status, headers);
  response.end(body);
}

/** Headers of every answer that came from a model. */
export function modelHeaders({ incoming, permitted, admitted, provider }: Exchange): OutgoingHttpHeaders {
  const headers: OutgoingHttpHeaders = {
    'x-request-id': incoming.requestId,
    'x-litemaas-model': encodeURI(permitted.model.name),
    'x-litemaas-provider': encodeURI(provider.name),
    'x-litemaas-cache': 'miss',
  };
  return Object.assign(headers, admitted.headers);
}
