import { formatCredits } from './credits.ts';

/** How a limit of a meter stands. */
export type Standing = {
  unit: 'credits' | 'requests' | 'tokens' | 'concurrency' | 'rpm' | 'tpm';
  used: bigint;
  held: bigint;
  limit: bigint;
  /** When all of it is there again; null: never, or at any time. */
  resets_ms: bigint | null;
  /** Whether calls of other accounts count, too. */
  is_shared: boolean;
};

/**
 * SQL, after `FROM meters m`: each limit of a meter as `v` (unit, is_rate, used, held, amount, resets_ms), as its window
 * of now stands; `v.amount` is null where there is none.
 */
export const joinStandings = `
  CROSS JOIN LATERAL (SELECT now_ms() AS ms) now
  CROSS JOIN LATERAL (SELECT nullif(ends_ms, 9223372036854775807) AS ends_ms, starts_ms < m.window_end_ms AS is_open
    FROM meter_window(m.period, m.time_zone, m.anchor_day, now.ms)) w
  CROSS JOIN LATERAL (SELECT NOT minute_is_over(m.minute_start_ms, now.ms) AS runs, m.minute_start_ms + 60000 AS ends_ms) minute
  CROSS JOIN LATERAL (VALUES
    ('credits', false, CASE WHEN w.is_open THEN m.credits_used ELSE 0 END, m.credits_held, m.credits_limit, w.ends_ms),
    ('requests', false, CASE WHEN w.is_open THEN m.requests_used ELSE 0 END, m.requests_held, m.requests_limit, w.ends_ms),
    ('tokens', false, CASE WHEN w.is_open THEN m.tokens_used ELSE 0 END, m.tokens_held, m.tokens_limit, w.ends_ms),
    ('concurrency', true, 0, m.requests_held, m.concurrency_limit, NULL),
    ('rpm', true, CASE WHEN minute.runs THEN m.minute_requests_used ELSE 0 END, 0, m.rpm_limit, CASE WHEN minute.runs THEN minute.ends_ms END),
    ('tpm', true, CASE WHEN minute.runs THEN m.minute_tokens_used ELSE 0 END, 0, m.tpm_limit, CASE WHEN minute.runs THEN minute.ends_ms END)
  ) AS v(unit, is_rate, used, held, amount, resets_ms)`;

/** An amount as the API shows it: credits as a decimal string, the others whole. */
export function formatAmount(unit: string, amount: bigint): string {
  return unit === 'credits' ? formatCredits(amount) : amount.toString();
}

/**
 * A standing as the API shows it. How much others have used of a limit of all accounts is for those who may see it;
 * for everybody else amounts are null there.
 */
export function showStanding(
  { unit, used, held, limit, resets_ms: resetsMs, is_shared: isShared }: Standing,
  seesShared: boolean,
) {
  const left = limit - used - held;
  const show = (amount: bigint) => (isShared && !seesShared ? null : formatAmount(unit, amount));
  return {
    unit,
    used: show(used),
    held: show(held),
    limit: formatAmount(unit, limit),
    remaining: show(left > 0n ? left : 0n),
    hasRoom: left > 0n,
    resetsAt: resetsMs === null ? null : new Date(Number(resetsMs)).toISOString(),
  };
}
