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
};

const selectSubscriptions = `
  SELECT s.id, s.account_id, s.model_id, m.name AS model_name, m.display_name AS model_display_name, s.status,
    s.reason, s.created_at, s.updated_at
  FROM subscriptions s JOIN models m ON m.id = s.model_id`;

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
