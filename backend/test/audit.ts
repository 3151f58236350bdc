import type pg from 'pg';

/** What the audit log says about a thing, in its order. */
export async function auditsOf(db: pg.Pool, targetId: string) {
  const { rows } = await db.query<{
    action: string;
    actor_user_id: string | null;
    account_id: string | null;
    request_id: string | null;
    details: object;
  }>(
    'SELECT action, actor_user_id, account_id, request_id, details FROM audit_log WHERE target_id = $1 ORDER BY id',
    [targetId],
  );
  return rows;
}
