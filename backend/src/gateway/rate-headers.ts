import type { OutgoingHttpHeaders } from 'node:http';
import type { Accepted } from './money/items.ts';
import type { MeterRef } from './snapshots/meters.ts';

const minuteMs = 60_000;

/** A rate limit that a call counts in. */
type Standing = { limit: bigint; left: bigint; startMs: number };

/** The tightest rate limits of a call that was let in, in OpenAI's headers: limit, what remains after it, when it is all there again. */
export function rateHeaders(meters: MeterRef[], { minutes, hold }: Accepted): OutgoingHttpHeaders {
  let requests: Standing | undefined;
  let tokens: Standing | undefined;
  for (const { id, rpmLimit, tpmLimit } of meters) {
    const minute = minutes.get(id);
    if (!minute) continue;
    requests = tighter(requests, rpmLimit, minute.requestsUsed, minute.startMs);
    tokens = tighter(tokens, tpmLimit, minute.tokensUsed, minute.startMs);
  }
  const headers: OutgoingHttpHeaders = {};
  const show = (unit: Unit, standing: Standing | undefined) => {
    if (!standing) return;
    const reset = resetText(standing.startMs + minuteMs - hold.admittedAtMs);
    Object.assign(headers, rateLimitHeaders(unit, standing.limit, standing.left, reset));
  };
  show('requests', requests);
  show('tokens', tokens);
  return headers;
}

function tighter(
  tightest: Standing | undefined,
  limit: bigint | null,
  used: bigint,
  startMs: number,
): Standing | undefined {
  if (limit === null || (tightest && tightest.left <= limit - used)) return tightest;
  return { limit, left: limit - used, startMs };
}

type Unit = 'requests' | 'tokens';

/** The three headers of a unit. */
export function rateLimitHeaders(
  unit: Unit,
  limit: bigint,
  left: bigint,
  reset: string,
): Record<string, string> {
  const limitText = limit.toString();
  const leftText = left > 0n ? left.toString() : '0';
  return unit === 'requests'
    ? {
        'x-ratelimit-limit-requests': limitText,
        'x-ratelimit-remaining-requests': leftText,
        'x-ratelimit-reset-requests': reset,
      }
    : {
        'x-ratelimit-limit-tokens': limitText,
        'x-ratelimit-remaining-tokens': leftText,
        'x-ratelimit-reset-tokens': reset,
      };
}

/** Whole seconds, rounded up, as the API's headers have them: `12s`. */
export function resetText(milliseconds: number): string {
  return `${Math.max(1, Math.ceil(milliseconds / 1000))}s`;
}
