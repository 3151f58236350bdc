import { openMeter } from '../../lib/meters.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

export const grantKinds = ['promotional', 'purchase', 'plan', 'adjustment'] as const;
export type GrantKind = (typeof grantKinds)[number];

/**
 * Brings the grants of an account up to date, expired ones and what was spent, and locks them and the balance until
 * the transaction ends (migration 0015). Gives whether there is such an account.
 */
export async function settleGrants(db: Db, accountId: string): Promise<boolean> {
  const row = await queryOne<{ found: boolean }>(db, 'SELECT settle_grants($1) AS found', [accountId]);
  return row?.found ?? false;
}

/** The same without keeping anybody waiting, where nothing has expired. */
export async function burnGrants(db: Db, accountId: string): Promise<void> {
  await query(db, 'SELECT burn_grants($1)', [accountId]);
}

/**
 * The same for many accounts in one statement, which waits for nobody (migration 0029). Gives those that it has left to
 * `burnGrants`: whose grants have expired or are held by calls that ran then, and those that somebody else has locked.
 */
export async function burnMany(db: Db, accountIds: string[]): Promise<string[]> {
  const rows = await query<{ left: string }>(db, 'SELECT pay_debits_of($1) AS left', [accountIds]);
  return rows.map(({ left }) => left);
}

/** Ends a grant; its account's grants are settled. What running calls hold of it ends with them. */
export async function closeGrant(db: Db, grantId: string, reason: string): Promise<void> {
  await query(db, `SELECT close_grant($1, 'revoked', $2)`, [grantId, reason]);
}

export type GrantValues = {
  id: string;
  accountId: string;
  kind: GrantKind;
  amountMicroCredits: bigint;
  description: string;
  ledgerTransactionId: string;
  priority: number;
  expiresAt: Date | null;
  modelIds: string[] | null;
};

export async function insertGrant(db: Db, grant: GrantValues): Promise<void> {
  await query(
    db,
    `INSERT INTO grants (id, account_id, kind, amount_micro_credits, description, ledger_transaction_id, priority,
       expires_at, model_ids) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      grant.id,
      grant.accountId,
      grant.kind,
      grant.amountMicroCredits,
      grant.description,
      grant.ledgerTransactionId,
      grant.priority,
      grant.expiresAt,
      grant.modelIds,
    ],
  );
}

/** Puts the amount of a new grant into the balance, which is due again when it expires. */
export async function raiseBalance(
  db: Db,
  accountId: string,
  amountMicroCredits: bigint,
  expiresAt: Date | null,
): Promise<void> {
  await query(
    db,
    `UPDATE meters SET credits_limit = credits_limit + $2, window_end_ms = least(window_end_ms, to_ms($3))
     WHERE scope = 'account' AND scope_id = $1 AND period = 'total'`,
    [accountId, amountMicroCredits, expiresAt],
  );
}

/** The meter of a grant for some models. */
export async function insertGrantMeter(
  db: Db,
  { id, accountId, amountMicroCredits, expiresAt }: GrantValues,
): Promise<void> {
  const meterId = await openMeter(db, { accountId, scope: 'grant', scopeId: id });
  await query(
    db,
    'UPDATE meters SET credits_limit = $2, window_end_ms = least(window_end_ms, to_ms($3)) WHERE id = $1',
    [meterId, amountMicroCredits, expiresAt],
  );
}

/** All that an account was ever granted. */
export async function sumGranted(db: Db, accountId: string): Promise<bigint> {
  const row = await queryOne<{ sum: string }>(
    db,
    'SELECT COALESCE(sum(amount_micro_credits), 0)::text AS sum FROM grants WHERE account_id = $1',
    [accountId],
  );
  return BigInt(row?.sum ?? '0');
}

/** Which of the ids are models. */
export async function findModelIds(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await query<{ id: string }>(db, 'SELECT id FROM models WHERE id = ANY ($1)', [ids]);
  return new Set(rows.map(({ id }) => id));
}

export type GrantRow = {
  id: string;
  kind: GrantKind;
  description: string;
  priority: number;
  amount_micro_credits: bigint;
  /** What it has paid or has to pay of what was spent. */
  used_micro_credits: bigint;
  lapsed_micro_credits: bigint;
  expires_at: Date | null;
  closing: 'expired' | 'revoked' | null;
  model_ids: string[] | null;
  models: { id: string; name: string }[] | null;
  created_at: Date;
};

const selectGrants = `
  SELECT g.id, g.kind, g.description, g.priority, g.amount_micro_credits, g.lapsed_micro_credits, g.expires_at, g.closing,
    g.consumed_micro_credits + COALESCE(p.amount, 0)::bigint AS used_micro_credits, g.model_ids, g.created_at,
    (SELECT json_agg(json_build_object('id', m.id, 'name', m.display_name) ORDER BY m.display_name, m.id)
     FROM models m WHERE m.id = ANY (g.model_ids)) AS models
  FROM grants g
  LEFT JOIN (SELECT grant_id, sum(amount) AS amount FROM grant_payments($1) GROUP BY grant_id) p ON p.grant_id = g.id
  WHERE g.account_id = $1`;

/** The newest first. */
export function listGrants(db: Db, accountId: string): Promise<GrantRow[]> {
  return query(db, `${selectGrants} ORDER BY g.created_at DESC, g.id DESC`, [accountId]);
}

export function findGrant(db: Db, accountId: string, grantId: string): Promise<GrantRow | undefined> {
  return queryOne(db, `${selectGrants} AND g.id = $2`, [accountId, grantId]);
}

/** The grant that a ledger transaction gave. */
export function findGrantOf(
  db: Db,
  accountId: string,
  ledgerTransactionId: string,
): Promise<GrantRow | undefined> {
  return queryOne(db, `${selectGrants} AND g.ledger_transaction_id = $2`, [accountId, ledgerTransactionId]);
}
