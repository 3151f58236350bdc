import { type Db, query, queryOne } from '../../lib/sql.ts';

/** Counts a failure in the current window, or in a new one of 15 minutes. False, and nothing counted, at the limit. */
export async function countFailure(db: Db, subject: string, limit: number): Promise<boolean> {
  const rows = await query(
    db,
    `INSERT INTO login_throttles AS t (subject, failures, window_ends_at)
     VALUES ($1, 1, now() + interval '15 minutes')
     ON CONFLICT (subject) DO UPDATE SET
       failures = CASE WHEN t.window_ends_at <= now() THEN 1 ELSE t.failures + 1 END,
       window_ends_at = CASE WHEN t.window_ends_at <= now() THEN EXCLUDED.window_ends_at ELSE t.window_ends_at END
     WHERE t.failures < $2 OR t.window_ends_at <= now()
     RETURNING subject`,
    [subject, limit],
  );
  return rows.length === 1;
}

/** Whole seconds until the window of a subject ends, 1 at least. */
export async function secondsToWait(db: Db, subject: string): Promise<number> {
  const row = await queryOne<{ seconds: number }>(
    db,
    `SELECT greatest(ceil(extract(epoch FROM window_ends_at - now())), 1)::integer AS seconds
     FROM login_throttles WHERE subject = $1`,
    [subject],
  );
  return row?.seconds ?? 1;
}

export async function clearFailures(db: Db, subject: string): Promise<void> {
  await query(db, 'DELETE FROM login_throttles WHERE subject = $1', [subject]);
}

export async function takeBackFailure(db: Db, subject: string): Promise<void> {
  await query(
    db,
    'UPDATE login_throttles SET failures = failures - 1 WHERE subject = $1 AND failures > 0 AND window_ends_at > now()',
    [subject],
  );
}
