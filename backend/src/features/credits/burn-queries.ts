import { type Db, query } from '../../lib/sql.ts';

/** Accounts that have grants which are over, or calls that have ended and held on such grants. */
export async function listAccountsWithEnded(db: Db): Promise<string[]> {
  const rows = await query<{ account_id: string }>(
    db,
    `SELECT account_id FROM grants WHERE closed_at IS NULL AND expires_at <= now()
     UNION SELECT x.account_id FROM grant_holds x JOIN usage_records u USING (request_id) ORDER BY account_id`,
  );
  return rows.map(({ account_id }) => account_id);
}

type Progress = { transfer_id: bigint; is_safe: boolean };

/**
 * Up to which transfer all accounts have been seen, and whether all transactions have ended that were under way when
 * `markProgress` looked; ask before the accounts are listed.
 */
export async function findProgress(db: Db): Promise<Progress> {
  const rows = await query<Progress>(
    db,
    'SELECT transfer_id, pg_snapshot_xmin(pg_current_snapshot()) >= next_xid AS is_safe FROM burn_progress',
  );
  return rows[0] as Progress;
}

/** With so many transfers, accounts are burned in one statement: it takes some ten milliseconds, and others may wait for it. */
const transfersAtOnce = 1_000;
/** What an account takes by itself, in transfers. */
const transfersOfAccount = 3;

/**
 * Accounts that have spent something since a transfer which no grant has paid yet, in groups to burn at once. The
 * transfer is a parameter: looked up in the statement, PostgreSQL would not know that there are few after it.
 */
export async function listAccountsToBurn(db: Db, sinceTransferId: bigint): Promise<string[][]> {
  const rows = await query<{ account_ids: string[] }>(
    db,
    `SELECT array_agg(account_id ORDER BY account_id) AS account_ids
     FROM (SELECT f.account_id, sum(f.transfers + $2) OVER (ORDER BY f.account_id) / $3 AS upto
       FROM (SELECT account_id, max(id) AS last_id, count(*) AS transfers FROM ledger_transfers
         WHERE id > $1 AND debit = 'customer' GROUP BY account_id) f
       LEFT JOIN grant_burns b ON b.account_id = f.account_id
       WHERE f.last_id > COALESCE(b.transfer_id, 0)) x
     GROUP BY ceil(upto) ORDER BY ceil(upto)`,
    [sinceTransferId, transfersOfAccount, transfersAtOnce],
  );
  return rows.map(({ account_ids }) => account_ids);
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
