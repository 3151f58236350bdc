import type { OutgoingHttpHeaders } from 'node:http';
import type { Admitted as LetIn } from './money/items.ts';
import type { MeterRef } from './snapshots/meters.ts';

const minuteMs = 60_000;

/** The tightest rate limits of a call that was let in, in OpenAI's headers: limit, what remains after it, when it is all there again. */
export function rateHeaders(meters: MeterRef[], { minutes, hold }: LetIn): OutgoingHttpHeaders {
  if (minutes.size === 0) return {};
  const standings = meters.flatMap(({ id, rpmLimit, tpmLimit }) => {
    const minute = minutes.get(id);
    return minute ? [{ minute, rpmLimit, tpmLimit }] : [];
  });
  const resetOf = (startMs: number) => resetText(startMs + minuteMs - hold.admittedAtMs);
  const requests = standings.flatMap(({ minute, rpmLimit }) =>
    rpmLimit === null
      ? []
      : [{ limit: rpmLimit, left: rpmLimit - minute.requestsUsed, reset: resetOf(minute.startMs) }],
  );
  const tokens = standings.flatMap(({ minute, tpmLimit }) =>
    tpmLimit === null
      ? []
      : [{ limit: tpmLimit, left: tpmLimit - minute.tokensUsed, reset: resetOf(minute.startMs) }],
  );
  return { ...headersFor('requests', requests), ...headersFor('tokens', tokens) };
}

type Standing = { limit: bigint; left: bigint; reset: string };

function headersFor(unit: 'requests' | 'tokens', standings: Standing[]): OutgoingHttpHeaders {
  if (standings.length === 0) return {};
  const { limit, left, reset } = standings.reduce((least, other) =>
    other.left < least.left ? other : least,
  );
  return rateLimitHeaders(unit, limit, left, reset);
}

/** The three headers of a unit. */
export function rateLimitHeaders(
  unit: 'requests' | 'tokens',
  limit: bigint,
  left: bigint,
  reset: string,
): Record<string, string> {
  return {
    [`x-ratelimit-limit-${unit}`]: limit.toString(),
    [`x-ratelimit-remaining-${unit}`]: (left > 0n ? left : 0n).toString(),
    [`x-ratelimit-reset-${unit}`]: reset,
  };
}

/** Whole seconds, rounded up, as the API's headers have them: `12s`. */
export function resetText(milliseconds: number): string {
  return `${Math.max(1, Math.ceil(milliseconds / 1000))}s`;
}
