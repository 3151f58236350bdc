import { type Db, query, queryOne } from '../../lib/sql.ts';

/** Accounts that have grants which are over, or calls that have ended and held on such grants. */
export async function listAccountsWithEnded(db: Db): Promise<string[]> {
  const rows = await query<{ account_id: string }>(
    db,
    `SELECT account_id FROM grants WHERE closed_at IS NULL AND expires_at <= now()
     UNION SELECT x.account_id FROM grant_holds x JOIN usage_records u USING (request_id) ORDER BY account_id`,
  );
  return rows.map(({ account_id }) => account_id);
}

/** Accounts that have spent something which no grant has paid yet, as far back as `burn_progress` says. */
export async function listAccountsToBurn(db: Db): Promise<string[]> {
  const rows = await query<{ account_id: string }>(
    db,
    `SELECT DISTINCT f.account_id FROM ledger_transfers f LEFT JOIN grant_burns b ON b.account_id = f.account_id
     WHERE f.id > (SELECT transfer_id FROM burn_progress) AND f.debit = 'customer' AND f.id > COALESCE(b.transfer_id, 0)
     ORDER BY f.account_id`,
  );
  return rows.map(({ account_id }) => account_id);
}

/** Whether all transactions have ended that were under way when `markProgress` looked; ask before the accounts are listed. */
export async function isProgressSafe(db: Db): Promise<boolean> {
  const row = await queryOne<{ safe: boolean }>(
    db,
    'SELECT pg_snapshot_xmin(pg_current_snapshot()) >= next_xid AS safe FROM burn_progress',
  );
  return row?.safe ?? false;
}

/**
 * All accounts are burned that were listed: next time the list begins where it ended the time before, and that
 * of now is noted. An id below it may still be written, by a transaction that has a number below next_xid.
 */
export async function markProgress(db: Db): Promise<void> {
  await query(
    db,
    `UPDATE burn_progress SET transfer_id = next_transfer_id, next_xid = pg_snapshot_xmax(pg_current_snapshot()),
       next_transfer_id = COALESCE(pg_sequence_last_value(pg_get_serial_sequence('ledger_transfers', 'id')::regclass), 0)`,
  );
}
