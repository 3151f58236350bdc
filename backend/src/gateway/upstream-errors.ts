import {
  GatewayError,
  internalError,
  upstreamError,
  upstreamRateLimited,
  upstreamRefused,
  upstreamTimeout,
  upstreamUnavailable,
} from './errors.ts';
import { UpstreamFault, type UpstreamResponse } from './upstream/types.ts';

/** Statuses that speak of the request itself, so that its author should read them. */
const requestStatuses = new Set([400, 413, 415, 422]);
const maxMessageLength = 500;

/** What an error status of an upstream means for the client. Its own text is shown only where the request is to blame. */
export function errorOfStatus({ status, headers }: UpstreamResponse, body: Buffer): GatewayError {
  if (status === 429) return upstreamRateLimited(Number(headers['retry-after']) || 5);
  if (requestStatuses.has(status))
    return upstreamRefused(status, messageOf(body) ?? 'The model server refused the request.');
  if (status === 408 || status === 504) return upstreamTimeout('The model server did not answer in time.');
  if (status === 503)
    return upstreamUnavailable(
      'The model server is not available right now.',
      Number(headers['retry-after']) || 5,
    );
  return upstreamError(`The model server answered with status ${status}.`);
}

/** The same for an upstream that could not be asked, or broke off. */
export function errorOfFault(fault: unknown): GatewayError {
  if (fault instanceof GatewayError) return fault;
  if (!(fault instanceof UpstreamFault)) return internalError(fault);
  if (fault.kind === 'unreached') return upstreamUnavailable('The model server cannot be reached.', 5, fault);
  return fault.kind === 'timeout'
    ? upstreamTimeout('The model server did not answer in time.')
    : upstreamError('The connection to the model server broke.', fault);
}

/** The upstream's words without what is not for clients: class names, routing notes, addresses, traces. */
function messageOf(body: Buffer): string | null {
  const { error, detail } = parse(body);
  const message = typeof error === 'object' ? error?.message : (error ?? detail);
  if (typeof message !== 'string' || message === '') return null;
  return message
    .replace(/\bTraceback \(most recent call last\)[\s\S]*/, '')
    .replace(/\s*Received Model Group=[\s\S]*/, '')
    .replace(/\blitellm\.(\w+Error: )?/g, '')
    .replace(/https?:\/\/\S+/g, '[address]')
    .slice(0, maxMessageLength)
    .trim();
}

function parse(body: Buffer): { error?: { message?: unknown } | string; detail?: unknown } {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as ReturnType<typeof parse>;
  } catch {
    return {};
  }
}
