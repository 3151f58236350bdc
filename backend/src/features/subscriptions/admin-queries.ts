import { cursorTime } from '../../lib/pages.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';
import { quotaColumns, quotaJoin, type SubscriptionRow, type SubscriptionStatus } from './queries.ts';

export type AdminSubscriptionRow = SubscriptionRow & {
  account_name: string;
  user_email: string | null;
  cursor_at: string;
};

const selectForAdmins = `
  SELECT s.id, s.account_id, s.model_id, m.name AS model_name, m.display_name AS model_display_name, s.status,
    s.reason, s.created_at, s.updated_at, ${quotaColumns}, ${cursorTime('s.created_at')} AS cursor_at, a.name AS account_name,
    u.email AS user_email
  FROM subscriptions s
  JOIN models m ON m.id = s.model_id
  JOIN accounts a ON a.id = s.account_id
  ${quotaJoin}
  LEFT JOIN users u ON u.id = a.personal_of`;

/** Oldest first, one row more than `limit`; `after` is [cursor_at, id] of the last one shown. */
export function listAllSubscriptions(
  db: Db,
  { status, accountId }: { status?: SubscriptionStatus; accountId?: string },
  limit: number,
  after: string[] | undefined,
): Promise<AdminSubscriptionRow[]> {
  return query(
    db,
    `${selectForAdmins}
     WHERE ($1::text IS NULL OR s.status = $1)
       AND ($2::timestamptz IS NULL OR (s.created_at, s.id) > ($2::timestamptz, $3::text))
       AND ($5::text IS NULL OR s.account_id = $5)
     ORDER BY s.created_at, s.id LIMIT $4`,
    [status ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1, accountId ?? null],
  );
}

export function findAnySubscription(db: Db, id: string): Promise<AdminSubscriptionRow | undefined> {
  return queryOne(db, `${selectForAdmins} WHERE s.id = $1`, [id]);
}

/** Decides a pending subscription; gives its account, or undefined when none is pending under this id. */
export function decidePending(
  db: Db,
  id: string,
  status: 'active' | 'denied',
  reason: string | null,
  adminId: string,
): Promise<{ account_id: string } | undefined> {
  return queryOne(
    db,
    `UPDATE subscriptions SET status = $2, reason = $3, updated_at = now(), decided_at = now(), decided_by = $4
     WHERE id = $1 AND status = 'pending' RETURNING account_id`,
    [id, status, reason, adminId],
  );
}

export async function accountExists(db: Db, id: string): Promise<boolean> {
  return (await queryOne(db, 'SELECT id FROM accounts WHERE id = $1 FOR KEY SHARE', [id])) !== undefined;
}
