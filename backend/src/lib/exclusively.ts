import type pg from 'pg';
import type { AdvisoryLock } from './advisory-locks.ts';
import { queryOne } from './sql.ts';

/**
 * Runs `work` while no other instance runs what has the same lock; not at all where one does. Each statement of
 * it is a transaction of its own. Gives whether it ran.
 */
export async function exclusively(
  pool: pg.Pool,
  lock: AdvisoryLock,
  work: (client: pg.PoolClient) => Promise<void>,
): Promise<boolean> {
  const client = await pool.connect();
  let hasFailed = true;
  try {
    const row = await queryOne<{ taken: boolean }>(client, 'SELECT pg_try_advisory_lock($1) AS taken', [
      lock,
    ]);
    if (row?.taken) {
      await work(client);
      await client.query('SELECT pg_advisory_unlock($1)', [lock]);
    }
    hasFailed = false;
    return row?.taken ?? false;
  } finally {
    // A connection on which something failed may still have the lock: it goes, and the lock with it.
    client.release(hasFailed);
  }
}
