import { cursorTime } from '../../lib/pages.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { LedgerRow } from './queries.ts';

/** What a transfer `f` gives to the customer, or takes. */
const customerAmount = `CASE 'customer' WHEN f.credit THEN f.amount_micro_credits WHEN f.debit THEN -f.amount_micro_credits ELSE 0 END`;

/** When the account was made, and its last transfer: all that come before it are there too (migration 0012). */
export function findLedgerEnd(
  db: Db,
  accountId: string,
): Promise<{ created_at: Date; transfer_id: bigint } | undefined> {
  return queryOne(
    db,
    `SELECT created_at, (SELECT COALESCE(max(id), 0) FROM ledger_transfers WHERE account_id = $1) AS transfer_id
     FROM accounts WHERE id = $1`,
    [accountId],
  );
}

/** The balance of all that was booked before a time, among the transfers up to `lastTransferId`. */
export async function findBalanceAt(
  db: Db,
  accountId: string,
  time: Date,
  lastTransferId: bigint,
): Promise<bigint> {
  const row = await queryOne<{ balance: bigint }>(
    db,
    `WITH c AS (SELECT transfer_id, balance_micro_credits FROM ledger_checkpoints
       WHERE account_id = $1 AND booked_until < $2 AND transfer_id <= $3 ORDER BY transfer_id DESC LIMIT 1)
     SELECT (COALESCE((SELECT balance_micro_credits FROM c), 0) + COALESCE(sum(${customerAmount}), 0))::bigint AS balance
     FROM ledger_transfers f JOIN ledger_transactions t ON t.id = f.transaction_id
     WHERE f.account_id = $1 AND f.id > COALESCE((SELECT transfer_id FROM c), 0) AND f.id <= $3 AND t.created_at < $2`,
    [accountId, time, lastTransferId],
  );
  return row?.balance ?? 0n;
}

/** The oldest first, of the transfers up to `lastTransferId`; `after` is [cursor_at, id] of the row before. */
export function listStatement(
  db: Db,
  accountId: string,
  { from, to, lastTransferId }: { from: Date; to: Date; lastTransferId: bigint },
  limit: number,
  after: string[] | undefined,
): Promise<LedgerRow[]> {
  return query(
    db,
    `SELECT t.id, t.kind, t.description, t.call_count, t.created_at, ${cursorTime('t.created_at')} AS cursor_at,
       x.amount AS customer_micro_credits
     FROM ledger_transactions t CROSS JOIN LATERAL (SELECT sum(${customerAmount})::bigint AS amount
       FROM ledger_transfers f WHERE f.transaction_id = t.id AND f.id <= $4) x
     WHERE t.account_id = $1 AND t.created_at >= $2 AND t.created_at < $3 AND x.amount IS NOT NULL
       AND ($5::timestamptz IS NULL OR (t.created_at, t.id) > ($5::timestamptz, $6::text))
     ORDER BY t.created_at, t.id LIMIT $7`,
    [accountId, from, to, lastTransferId, after?.[0] ?? null, after?.[1] ?? null, limit],
  );
}

/** A checkpoint for every account that has had as many transfers since its last one. */
export async function insertCheckpoints(db: Db, transferCount: number): Promise<void> {
  await query(
    db,
    `INSERT INTO ledger_checkpoints (account_id, transfer_id, booked_until, balance_micro_credits)
     SELECT a.id, x.transfer_id, greatest(x.booked_until, c.booked_until), COALESCE(c.balance_micro_credits, 0) + x.amount
     FROM accounts a
     LEFT JOIN LATERAL (SELECT * FROM ledger_checkpoints c WHERE c.account_id = a.id ORDER BY transfer_id DESC LIMIT 1) c ON true
     CROSS JOIN LATERAL (
       SELECT count(*) AS transfers, max(f.id) AS transfer_id, max(t.created_at) AS booked_until, sum(${customerAmount})::bigint AS amount
       FROM ledger_transfers f JOIN ledger_transactions t ON t.id = f.transaction_id
       WHERE f.account_id = a.id AND f.id > COALESCE(c.transfer_id, 0)) x
     WHERE x.transfers >= $1`,
    [transferCount],
  );
}
