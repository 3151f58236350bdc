import {
  GatewayError,
  internalError,
  upstreamError,
  upstreamRateLimited,
  upstreamRefused,
  upstreamTimeout,
  upstreamUnavailable,
} from './errors.ts';
import type { Provider } from './snapshots/catalogue.ts';
import { UpstreamFault, type UpstreamResponse } from './upstream/types.ts';
import { wordsOf } from './upstream-words.ts';

/** Statuses that speak of the request itself, so that its author should read them. */
const requestStatuses = new Set([400, 413, 415, 422]);

/** LiteLLM answers 400 to these, too; they are between it and its operator. */
const operatorsErrors: ReadonlySet<unknown> = new Set(['budget_exceeded', 'expired_key', 'no_db_connection']);
/** So does Anthropic, and knows it from others by its words alone. */
const operatorsWords = /credit balance is too low/i;

function isOperators(error: unknown): boolean {
  const { type, message } = (error ?? {}) as { type?: unknown; message?: unknown };
  return operatorsErrors.has(type) || (typeof message === 'string' && operatorsWords.test(message));
}

/** A refusal: what it means for the client, and whether another provider may be asked instead. */
type UpstreamRefusal = { error: GatewayError; elsewhere: boolean };

/** What an error status of an upstream means. Its own text is shown only where the request is to blame. */
export function refusalOf(
  { status, headers }: UpstreamResponse,
  body: Buffer,
  provider: Provider,
): UpstreamRefusal {
  const { error, detail } = parse(body);
  if (requestStatuses.has(status) && !isOperators(error)) {
    const message = wordsOf(error ?? detail, provider) ?? 'The model server refused the request.';
    return { error: upstreamRefused(status, message), elsewhere: false };
  }
  return { error: errorOfStatus(status, Number(headers['retry-after']) || 5), elsewhere: true };
}

function errorOfStatus(status: number, retrySeconds: number): GatewayError {
  if (status === 429) return upstreamRateLimited(retrySeconds);
  if (status === 408 || status === 504) return upstreamTimeout('The model server did not answer in time.');
  // 529: Anthropic has more to do than it can.
  if (status === 503 || status === 529)
    return upstreamUnavailable('The model server is not available right now.', retrySeconds);
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

/** An error inside a stream, in words for the client. */
export function errorOfEvent(error: unknown, provider: Provider): GatewayError {
  return upstreamError(wordsOf(error, provider) ?? brokenOff);
}

/** A stream that ended before its answer did. */
export const errorOfBreak = (cause: unknown) => upstreamError(brokenOff, cause);

const brokenOff = 'The model server broke off in the middle of its answer.';

type Parsed = { error?: unknown; detail?: unknown };

function parse(body: Buffer): Parsed {
  try {
    return (JSON.parse(body.toString('utf8')) ?? {}) as Parsed;
  } catch {
    return {};
  }
}
