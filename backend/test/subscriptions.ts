import type pg from 'pg';

/** A subscription as it is stored. */
export async function subscriptionRow(db: pg.Pool, id: string) {
  const { rows } = await db.query<{ status: string; reason: string | null; decided_by: string | null }>(
    'SELECT status, reason, decided_by, decided_at FROM subscriptions WHERE id = $1',
    [id],
  );
  return rows[0]!;
}

/** Puts a subscription into a state that nobody decided. */
export async function setSubscriptionStatus(db: pg.Pool, id: string, status: string): Promise<void> {
  await db.query(`UPDATE subscriptions SET status = $2, reason = 'Because' WHERE id = $1`, [id, status]);
}
