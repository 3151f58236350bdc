import { cursorTime } from '../../lib/pages.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

export type BalanceRow = {
  credits_limit: bigint;
  credits_used: bigint;
  credits_held: bigint;
};

const selectBalance = `SELECT credits_limit, credits_used, credits_held FROM meters
  WHERE scope = 'account' AND scope_id = $1 AND period = 'total'`;

/** The account's balance: granted, spent and held micro-credits. */
export function findBalance(db: Db, accountId: string): Promise<BalanceRow | undefined> {
  return queryOne(db, selectBalance, [accountId]);
}

/** The account's balance, which nobody else changes until the transaction ends; calls of the account wait. */
export function lockBalance(db: Db, accountId: string): Promise<BalanceRow | undefined> {
  return queryOne(db, `${selectBalance} FOR UPDATE`, [accountId]);
}

/** Gives whether the account had room for it below `most`, the sum of all grants that is ever allowed. */
export async function raiseLimit(
  db: Db,
  accountId: string,
  amountMicroCredits: bigint,
  mostMicroCredits: bigint,
): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE meters SET credits_limit = credits_limit + $2
     WHERE scope = 'account' AND scope_id = $1 AND period = 'total' AND credits_limit + $2 <= $3 RETURNING id`,
    [accountId, amountMicroCredits, mostMicroCredits],
  );
  return rows.length === 1;
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

export type LedgerAccount = 'customer' | 'revenue' | 'promotional_expense' | 'adjustment';
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

export type GrantKind = 'promotional' | 'purchase' | 'plan' | 'adjustment';
export type GrantValues = {
  id: string;
  accountId: string;
  kind: GrantKind;
  amountMicroCredits: bigint;
  description: string;
  ledgerTransactionId: string;
};

export async function insertGrant(db: Db, grant: GrantValues): Promise<void> {
  await query(
    db,
    `INSERT INTO grants (id, account_id, kind, amount_micro_credits, description, ledger_transaction_id)
     VALUES ($1, $2, $3, $4, $5, $6)`,
    [
      grant.id,
      grant.accountId,
      grant.kind,
      grant.amountMicroCredits,
      grant.description,
      grant.ledgerTransactionId,
    ],
  );
}

export type GrantRow = {
  id: string;
  kind: GrantKind;
  description: string;
  priority: number;
  amount_micro_credits: bigint;
  consumed_micro_credits: bigint;
  created_at: Date;
};

/** The newest first. */
export function listGrants(db: Db, accountId: string): Promise<GrantRow[]> {
  return query(
    db,
    `SELECT id, kind, description, priority, amount_micro_credits, consumed_micro_credits, created_at
     FROM grants WHERE account_id = $1 ORDER BY created_at DESC, id DESC`,
    [accountId],
  );
}

/** Adds to what the grants have paid: `ids` and `amounts` belong together. */
export async function consumeGrants(
  db: Db,
  accountId: string,
  ids: string[],
  amountsMicroCredits: bigint[],
): Promise<void> {
  await query(
    db,
    `UPDATE grants g SET consumed_micro_credits = g.consumed_micro_credits + x.amount
     FROM unnest($2::text[], $3::bigint[]) AS x(id, amount) WHERE g.account_id = $1 AND g.id = x.id`,
    [accountId, ids, amountsMicroCredits],
  );
}

export type LedgerRow = {
  id: string;
  kind: 'usage' | 'grant' | 'adjustment';
  description: string;
  call_count: number | null;
  created_at: Date;
  cursor_at: string;
  customer_micro_credits: bigint;
};

/** Newest first, one row more than `limit`; `after` is [cursor_at, id] of the last one shown. */
export function listLedger(
  db: Db,
  accountId: string,
  limit: number,
  after: string[] | undefined,
): Promise<LedgerRow[]> {
  return query(
    db,
    `SELECT t.id, t.kind, t.description, t.call_count, t.created_at, ${cursorTime('t.created_at')} AS cursor_at,
       (SELECT COALESCE(sum(e.amount_micro_credits), 0)::bigint FROM ledger_entries e
        WHERE e.transaction_id = t.id AND e.ledger_account = 'customer') AS customer_micro_credits
     FROM ledger_transactions t
     WHERE t.account_id = $1 AND ($2::timestamptz IS NULL OR (t.created_at, t.id) < ($2::timestamptz, $3::text))
     ORDER BY t.created_at DESC, t.id DESC LIMIT $4`,
    [accountId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
}
