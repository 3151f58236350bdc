import { openMeter } from '../../lib/meters.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';
import { accountsOf, isVisibleTo } from '../models/visible.ts';

export type SubscriptionStatus = 'pending' | 'active' | 'denied' | 'suspended' | 'cancelled' | 'expired';
export type SubscriptionRow = {
  id: string;
  account_id: string;
  model_id: string;
  model_name: string;
  model_display_name: string;
  status: SubscriptionStatus;
  reason: string | null;
  created_at: Date;
  updated_at: Date;
  requests_limit: bigint | null;
  tokens_limit: bigint | null;
  requests_used: bigint;
  tokens_used: bigint;
  quota_ends_ms: bigint;
};

/** SQL: what subscription `s` may come to in a month, and what it has come to in the current one. */
export const quotaColumns =
  'q.requests_limit, q.tokens_limit, q.requests_used, q.tokens_used, q.ends_ms AS quota_ends_ms';
export const quotaJoin = `CROSS JOIN LATERAL (
    SELECT w.ends_ms, q.requests_limit, q.tokens_limit,
      CASE WHEN q.window_end_ms = w.ends_ms THEN q.requests_used ELSE 0 END AS requests_used,
      CASE WHEN q.window_end_ms = w.ends_ms THEN q.tokens_used ELSE 0 END AS tokens_used
    FROM meter_window('month', 'UTC', 1, now_ms()) w LEFT JOIN meters q ON ${isQuotaOf('s.id')}) q`;

const selectSubscriptions = `
  SELECT s.id, s.account_id, s.model_id, m.name AS model_name, m.display_name AS model_display_name, s.status,
    s.reason, s.created_at, s.updated_at, ${quotaColumns}
  FROM subscriptions s JOIN models m ON m.id = s.model_id ${quotaJoin}`;

/** SQL: meter `q` has the quota of a subscription. */
function isQuotaOf(subscriptionId: string): string {
  return `q.scope = 'subscription' AND q.scope_id = ${subscriptionId} AND q.period = 'month' AND q.time_zone = 'UTC' AND q.anchor_day = 1`;
}

export function listSubscriptions(db: Db, accountId: string): Promise<SubscriptionRow[]> {
  return query(db, `${selectSubscriptions} WHERE s.account_id = $1 ORDER BY lower(m.display_name), m.name`, [
    accountId,
  ]);
}

export function findSubscription(
  db: Db,
  accountId: string,
  id: string,
): Promise<SubscriptionRow | undefined> {
  return queryOne(db, `${selectSubscriptions} WHERE s.account_id = $1 AND s.id = $2`, [accountId, id]);
}

export type SubscribableModel = { id: string; listed: boolean; auto_approve: boolean; visible: boolean };

/**
 * A model by id or name, with whether the user sees it in the catalogue, through whichever account; its visibility
 * stays as it is until the transaction ends.
 */
export function lockModelForSubscribing(
  db: Db,
  userId: string,
  idOrName: string,
): Promise<SubscribableModel | undefined> {
  return queryOne(
    db,
    `SELECT m.id, m.visibility = 'listed' AS listed, m.auto_approve, ${isVisibleTo(accountsOf('$1'))} AS visible
     FROM models m WHERE m.id = $2 OR m.name = $2 FOR SHARE OF m`,
    [userId, idOrName],
  );
}

type Wish = {
  id: string;
  accountId: string;
  modelId: string;
  status: 'pending' | 'active';
  /** Who decided: an admin, or null for a rule. */
  decidedBy: string | null;
  /** An existing subscription in one of these states takes the new one; in any other it stays and nothing is returned. */
  replaces: SubscriptionStatus[];
};

/** What every subscription may come to in a month (UTC) unless an admin says otherwise. */
const defaultQuota = { requests: 10_000, tokens: 1_000_000 };

/** Inserts the subscription with its quota, or asks again, now, on the row that is there; gives the row's id. */
export async function upsertSubscription(db: Db, wish: Wish): Promise<string | undefined> {
  const row = await queryOne<{ id: string; is_new: boolean }>(
    db,
    `INSERT INTO subscriptions (id, account_id, model_id, status, decided_at, decided_by)
     VALUES ($1, $2, $3, $4, CASE WHEN $4 = 'active' THEN now() END, $5)
     ON CONFLICT (account_id, model_id) DO UPDATE SET status = EXCLUDED.status, reason = NULL, updated_at = now(),
       created_at = CASE WHEN EXCLUDED.decided_by IS NULL THEN now() ELSE subscriptions.created_at END, decided_at = EXCLUDED.decided_at, decided_by = EXCLUDED.decided_by
       WHERE subscriptions.status = ANY ($6)
     RETURNING id, id = $1 AS is_new`,
    [wish.id, wish.accountId, wish.modelId, wish.status, wish.decidedBy, wish.replaces],
  );
  if (row?.is_new) await insertQuota(db, wish.accountId, row.id);
  return row?.id;
}

async function insertQuota(db: Db, accountId: string, subscriptionId: string): Promise<void> {
  const id = await openMeter(db, {
    accountId,
    scope: 'subscription',
    scopeId: subscriptionId,
    period: 'month',
  });
  await query(db, 'UPDATE meters SET requests_limit = $2, tokens_limit = $3 WHERE id = $1', [
    id,
    defaultQuota.requests,
    defaultQuota.tokens,
  ]);
}

export type Quota = { requests_limit: bigint | null; tokens_limit: bigint | null };

/** The quota of a subscription, locked until the transaction ends. */
export function lockQuota(db: Db, subscriptionId: string): Promise<Quota | undefined> {
  return queryOne(
    db,
    `SELECT requests_limit, tokens_limit FROM meters q WHERE ${isQuotaOf('$1')} FOR UPDATE`,
    [subscriptionId],
  );
}

export async function updateQuota(db: Db, subscriptionId: string, quota: Quota): Promise<void> {
  await query(db, `UPDATE meters q SET requests_limit = $2, tokens_limit = $3 WHERE ${isQuotaOf('$1')}`, [
    subscriptionId,
    quota.requests_limit,
    quota.tokens_limit,
  ]);
}

/** Gives whether there was a running subscription to cancel. */
export async function cancelSubscription(db: Db, accountId: string, id: string): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE subscriptions SET status = 'cancelled', reason = NULL, updated_at = now()
     WHERE account_id = $1 AND id = $2 AND status IN ('pending', 'active', 'suspended') RETURNING id`,
    [accountId, id],
  );
  return rows.length === 1;
}
