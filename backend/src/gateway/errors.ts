import type { CandidateFate } from '../lib/call-decisions.ts';
import type { BasicPart } from '../lib/price-list.ts';
import type { KillSwitch } from './kill-switches.ts';
import { rateLimitHeaders, resetText } from './rate-headers.ts';
import type { LimitDetails } from './refusal-error.ts';

/** An error of the gateway, in the words of api.md. The surface decides how it looks on the wire. */
export class GatewayError extends Error {
  override name = 'GatewayError';
  readonly status: number;
  readonly code: string;
  readonly type: string;
  readonly param: string | null;
  readonly details: Record<string, unknown> | undefined;
  readonly headers: Record<string, string>;
  /** Why a route was passed over, where that is what the error says. Not for the client. */
  readonly fate: CandidateFate | null;

  constructor(status: number, code: string, type: string, message: string, more: ErrorMore = {}) {
    super(message, { cause: more.cause });
    this.status = status;
    this.code = code;
    this.type = type;
    this.param = more.param ?? null;
    this.details = more.details;
    this.headers = more.headers ?? {};
    this.fate = more.fate ?? null;
  }
}

type ErrorMore = {
  param?: string;
  details?: Record<string, unknown>;
  headers?: Record<string, string>;
  fate?: CandidateFate;
  cause?: unknown;
};

const wholeSeconds = (seconds: number) => String(Math.max(1, Math.ceil(seconds)));
const retryAfter = (seconds: number) => ({ 'retry-after': wholeSeconds(seconds) });

export const invalidRequest = (message: string, param?: string) =>
  new GatewayError(400, 'invalid_request_error', 'invalid_request_error', message, { param });

export const unknownPath = (method: string, path: string) =>
  new GatewayError(404, 'not_found', 'invalid_request_error', `There is nothing at ${method} ${path}.`);

/** For clients whose base URL lacks its end: the official ones show nothing of an error in another shape. */
export const pathWithoutVersion = (method: string, path: string) =>
  new GatewayError(
    404,
    'not_found',
    'invalid_request_error',
    `There is nothing at ${method} ${path}, but at /v1${path}. Does the base URL end with /v1?`,
  );

export const bodyTooLarge = (limitBytes: number) =>
  new GatewayError(
    413,
    'request_too_large',
    'invalid_request_error',
    `The request body is larger than ${limitBytes} bytes.`,
  );

export const invalidApiKey = () =>
  new GatewayError(
    401,
    'invalid_api_key',
    'authentication_error',
    'The API key is missing or not valid. Send it as "Authorization: Bearer sk-lm-…".',
  );

export const insufficientCredits = (details: {
  availableCredits: string;
  neededCredits: string;
  topUpUrl: string;
}) =>
  new GatewayError(
    402,
    'insufficient_credits',
    'insufficient_quota',
    `Not enough credits: this call may cost up to ${counted(details.neededCredits, 'credits')}, available: ${details.availableCredits}. How to get more: ${details.topUpUrl}`,
    { details, headers: { 'x-should-retry': 'false' } },
  );

/** @param details in credits: `neededCredits` is what the call may come to, `smallestCredits` what the smallest answer may */
export const maxCostExceeded = (details: {
  maxCostCredits: string;
  neededCredits: string;
  smallestCredits: string;
}) =>
  new GatewayError(
    402,
    'max_cost_exceeded',
    'invalid_request_error',
    `This call may cost up to ${counted(details.neededCredits, 'credits')}, and even the smallest answer up to ${details.smallestCredits}; x-max-cost-credits allows ${details.maxCostCredits}.`,
    { details, headers: { 'x-should-retry': 'false' } },
  );

export const budgetExceeded = (details: LimitDetails) =>
  new GatewayError(402, 'budget_exceeded', 'insufficient_quota', `The ${describe(details)} is used up.`, {
    details,
    headers: { 'x-should-retry': 'false' },
  });

export const inFlightBudgetExhausted = (details: LimitDetails) =>
  new GatewayError(
    429,
    'in_flight_budget_exhausted',
    'rate_limit_error',
    `Calls that are still running hold the rest of the ${describe(details)}. Try again when they have ended.`,
    { details, headers: retryAfter(1) },
  );

export const quotaExceeded = (details: LimitDetails, resetsMs: number | null) =>
  new GatewayError(429, 'quota_exceeded', 'insufficient_quota', `The ${describe(details)} is used up.`, {
    details,
    headers: { ...(resetsMs !== null && retryAfter(resetsMs / 1000)), 'x-should-retry': 'false' },
  });

function describe({ scope, unit, limit, resetsAt }: LimitDetails): string {
  const name = scope === 'subscription' ? "subscription's quota" : `${scope}'s budget`;
  return `${name} of ${counted(limit, unit)}${resetsAt === null ? '' : ` until ${resetsAt}`}`;
}

export const modelAccessDenied = (message: string, subscribeUrl: string) =>
  new GatewayError(403, 'model_access_denied', 'permission_error', message, {
    param: 'model',
    details: { subscribeUrl },
  });

export const killSwitchCode = 'kill_switch';

const stoppedThings: Record<KillSwitch['scope'], string> = {
  key: 'This API key is',
  project: 'This project is',
  account: 'This account is',
  model: 'This model is',
  provider: 'The provider of this model is',
  platform: 'All calls are',
};

/** Says which switch it was, and why it was thrown. */
export const stoppedByKillSwitch = ({ scope, scopeId, reason }: KillSwitch) =>
  new GatewayError(
    403,
    killSwitchCode,
    'permission_error',
    `${stoppedThings[scope]} stopped by a kill switch: ${reason}`,
    { details: { scope, scopeId, reason } },
  );

export const accessDenied = (message: string) =>
  new GatewayError(403, 'access_denied', 'permission_error', message);

export const modelNotFound = (name: string) =>
  new GatewayError(
    404,
    'model_not_found',
    'invalid_request_error',
    `The model "${name}" does not exist or you do not have access to it.`,
    { param: 'model' },
  );

const partWords: Record<BasicPart, string> = {
  inputPerMillion: 'input',
  outputPerMillion: 'output',
  images: 'images',
  sound: 'sound',
  speech: 'speech',
};

/** @param missing what has no price, where something else has one */
export const modelUnpriced = (name: string, missing: BasicPart[] = []) =>
  new GatewayError(
    422,
    'model_unpriced',
    'invalid_request_error',
    missing.length === 0
      ? `The model "${name}" has no price yet, so it cannot be used. An admin has to set one.`
      : `The model "${name}" has no price for ${missing.map((part) => partWords[part]).join(' and ')} yet, which such calls are charged by. If it is meant for them, an admin has to set one.`,
    { param: 'model' },
  );

/** `1 request`, `2 requests`. @param words what is counted, when it is several */
const counted = (count: bigint | string, words: string) =>
  `${count} ${count.toString() === '1' ? words.slice(0, -1) : words}`;

/** @param remaining what is left of the limit: a call that asks for more tokens than that is refused, too */
export const rateLimitExceeded = (
  unit: 'requests' | 'tokens',
  { limit, remaining, resetsMs }: { limit: bigint; remaining: bigint; resetsMs: number },
) => {
  const reset = resetText(resetsMs);
  return new GatewayError(
    429,
    'rate_limit_exceeded',
    'rate_limit_error',
    `Rate limit reached: ${counted(limit, unit)} a minute. Try again in ${reset.replace('s', ' s')}.`,
    {
      details: { unit: `${unit}_per_minute`, limit: limit.toString() },
      headers: { ...retryAfter(resetsMs / 1000), ...rateLimitHeaders(unit, limit, remaining, reset) },
    },
  );
};

export const concurrencyExceeded = (limit: bigint) =>
  new GatewayError(
    429,
    'rate_limit_exceeded',
    'rate_limit_error',
    `Rate limit reached: ${counted(limit, 'calls')} at once. Try again when one has ended.`,
    { details: { unit: 'calls_at_once', limit: limit.toString() }, headers: retryAfter(1) },
  );

export const upstreamRateLimited = (seconds: number) =>
  new GatewayError(
    429,
    'rate_limit_exceeded',
    'rate_limit_error',
    `The model server has reached a rate limit of its own; yours are not used up. Try again in ${wholeSeconds(seconds)} s.`,
    { details: { source: 'provider' }, headers: retryAfter(seconds) },
  );

export const upstreamRefused = (status: number, message: string) =>
  new GatewayError(status, 'invalid_request_error', 'invalid_request_error', message);

export const upstreamError = (message: string, cause?: unknown) =>
  new GatewayError(502, 'upstream_error', 'upstream_error', message, { cause });

export const upstreamUnavailable = (message: string, seconds: number, cause?: unknown) =>
  new GatewayError(503, 'upstream_unavailable', 'upstream_error', message, {
    headers: retryAfter(seconds),
    cause,
  });

/** The same where nothing was asked: the route was passed over. */
export const passedOver = (fate: CandidateFate, message: string, seconds: number) =>
  new GatewayError(503, 'upstream_unavailable', 'upstream_error', message, {
    headers: retryAfter(seconds),
    fate,
  });

export const upstreamTimeout = (message: string) =>
  new GatewayError(504, 'upstream_timeout', 'upstream_error', message);

export const databaseUnavailable = (cause?: unknown) =>
  new GatewayError(
    503,
    'database_unavailable',
    'server_error',
    'LiteMaaS cannot reach its database, so it cannot admit calls right now.',
    { headers: retryAfter(5), cause },
  );

export const internalError = (cause: unknown) =>
  new GatewayError(500, 'internal_error', 'server_error', 'Something went wrong on our side.', { cause });
