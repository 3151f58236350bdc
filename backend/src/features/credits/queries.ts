import { cursorTime } from '../../lib/pages.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

export type CreditsRow = {
  balance_micro_credits: bigint;
  held_micro_credits: bigint;
  available_micro_credits: bigint;
  restricted_micro_credits: bigint;
};

/** What an account has, as the view account_credits says it. */
export function findCredits(db: Db, accountId: string): Promise<CreditsRow | undefined> {
  return queryOne(
    db,
    `SELECT balance_micro_credits, held_micro_credits, available_micro_credits, restricted_micro_credits
     FROM account_credits WHERE account_id = $1`,
    [accountId],
  );
}

/** Takes credits that are neither spent nor held; gives whether there were that many. */
export async function takeAvailable(db: Db, accountId: string, amountMicroCredits: bigint): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE meters SET credits_used = credits_used + $2
     WHERE scope = 'account' AND scope_id = $1 AND period = 'total'
       AND credits_limit - credits_used - credits_held >= $2 RETURNING id`,
    [accountId, amountMicroCredits],
  );
  return rows.length === 1;
}

export type PostedRow = {
  id: string;
  account_id: string;
  description: string;
  customer_micro_credits: bigint;
};

/** The transaction that a source was posted with, and what it gave to the customer (negative: took). */
export function findPosted(
  db: Db,
  kind: 'grant' | 'adjustment',
  sourceId: string,
): Promise<PostedRow | undefined> {
  return queryOne(
    db,
    `SELECT t.id, t.account_id, t.description,
       (SELECT COALESCE(sum(e.amount_micro_credits), 0)::bigint FROM ledger_entries e
        WHERE e.transaction_id = t.id AND e.ledger_account = 'customer') AS customer_micro_credits
     FROM ledger_transactions t WHERE t.kind = $1 AND t.source_id = $2`,
    [kind, sourceId],
  );
}

export const ledgerKinds = ['usage', 'grant', 'adjustment', 'expiry', 'reversal', 'correction'] as const;
export type LedgerKind = (typeof ledgerKinds)[number];
export type LedgerAccount =
  | 'customer'
  | 'revenue'
  | 'promotional_expense'
  | 'payment_clearing'
  | 'refunds_and_disputes'
  | 'breakage'
  | 'rounding'
  | 'adjustment';
export type Posting = {
  id: string;
  kind: 'grant' | 'adjustment';
  sourceId: string;
  accountId: string;
  description: string;
  debit: LedgerAccount;
  credit: LedgerAccount;
  amountMicroCredits: bigint;
};

/** A ledger transaction of one transfer. */
export async function insertPosting(db: Db, posting: Posting): Promise<void> {
  await query(
    db,
    `WITH t AS (
       INSERT INTO ledger_transactions (id, kind, source_id, account_id, description)
       VALUES ($1, $2, $3, $4, $5) RETURNING id, account_id)
     INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
     SELECT id, account_id, $6, $7, $8 FROM t`,
    [
      posting.id,
      posting.kind,
      posting.sourceId,
      posting.accountId,
      posting.description,
      posting.debit,
      posting.credit,
      posting.amountMicroCredits,
    ],
  );
}

export type LedgerRow = {
  id: string;
  kind: LedgerKind;
  description: string;
  call_count: number | null;
  created_at: Date;
  cursor_at: string;
  customer_micro_credits: bigint;
};

export type LedgerFilter = { kind: LedgerKind | null; from: Date | null; to: Date | null };

/** Newest first, one row more than `limit`; `after` is [cursor_at, id] of the last one shown. */
export function listLedger(
  db: Db,
  accountId: string,
  filter: LedgerFilter,
  limit: number,
  after: string[] | undefined,
): Promise<LedgerRow[]> {
  return query(
    db,
    `SELECT t.id, t.kind, t.description, t.call_count, t.created_at, ${cursorTime('t.created_at')} AS cursor_at,
       (SELECT COALESCE(sum(e.amount_micro_credits), 0)::bigint FROM ledger_entries e
        WHERE e.transaction_id = t.id AND e.ledger_account = 'customer') AS customer_micro_credits
     FROM ledger_transactions t
     WHERE t.account_id = $1 AND ($2::text IS NULL OR t.kind = $2)
       AND ($3::timestamptz IS NULL OR t.created_at >= $3) AND ($4::timestamptz IS NULL OR t.created_at < $4)
       AND ($5::timestamptz IS NULL OR (t.created_at, t.id) < ($5::timestamptz, $6::text))
     ORDER BY t.created_at DESC, t.id DESC LIMIT $7`,
    [accountId, filter.kind, filter.from, filter.to, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
}
