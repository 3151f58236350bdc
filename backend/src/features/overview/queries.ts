import { type Db, queryOne } from '../../lib/sql.ts';

export type CountsRow = {
  users: number;
  accounts: number;
  active_keys: number;
  pending_subscriptions: number;
  outstanding_micro_credits: bigint;
};

/** Counts over the whole platform; outstanding is the sum of all balances. */
export async function countAll(db: Db): Promise<CountsRow> {
  const row = await queryOne<CountsRow>(
    db,
    `SELECT (SELECT count(*)::integer FROM users) AS users,
       (SELECT count(*)::integer FROM accounts) AS accounts,
       (SELECT count(*)::integer FROM api_keys
        WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) AS active_keys,
       (SELECT count(*)::integer FROM subscriptions WHERE status = 'pending') AS pending_subscriptions,
       (SELECT COALESCE(sum(balance_micro_credits), 0)::bigint FROM account_credits) AS outstanding_micro_credits`,
  );
  return row as CountsRow;
}

export type TodayRow = { calls: number; errors: number; cost_micro_credits: bigint };

/** All calls since midnight where the user lives. Account by account, because that is how usage records are indexed. */
export async function sumToday(db: Db, userId: string): Promise<TodayRow> {
  const row = await queryOne<TodayRow>(
    db,
    `SELECT COALESCE(sum(u.calls), 0)::integer AS calls, COALESCE(sum(u.errors), 0)::integer AS errors,
       COALESCE(sum(u.cost), 0)::bigint AS cost_micro_credits
     FROM accounts a
     CROSS JOIN LATERAL (
       SELECT count(*) AS calls, count(*) FILTER (WHERE r.outcome IN ('error', 'orphaned')) AS errors,
         sum(r.cost_micro_credits) AS cost
       FROM rated_usage r
       WHERE r.account_id = a.id
         AND r.created_at >= (SELECT date_trunc('day', now(), time_zone) FROM users WHERE id = $1)
     ) u`,
    [userId],
  );
  return row as TodayRow;
}
