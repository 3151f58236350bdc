import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { TargetScope } from './target-queries.ts';

export type Scope = TargetScope | 'platform';
export type Status = 'current' | 'lifted';

type PersonJson = { id: string; name: string | null; email: string };
export type KillSwitchRow = {
  id: string;
  scope: Scope;
  scope_id: string | null;
  scope_name: string | null;
  account_id: string | null;
  account_name: string | null;
  reason: string;
  thrown_by: 'platform' | 'account';
  budget_id: string | null;
  created_at: Date;
  created_by: PersonJson | null;
  lifted_at: Date | null;
  lifted: boolean;
  lifted_by: PersonJson | null;
  /** Whether who lifted it belongs to the account. */
  lifted_by_member: boolean;
};

const person = (id: string) =>
  `(SELECT json_build_object('id', u.id, 'name', u.name, 'email', u.email) FROM users u WHERE u.id = ${id})`;

const selectKillSwitches = `
  SELECT * FROM (
    SELECT s.id, s.scope, s.scope_id, s.account_id, a.name AS account_name, s.reason, s.thrown_by, s.budget_id,
      s.created_at, s.lifted_at, s.lifted_at IS NOT NULL AS lifted, ${person('s.created_by')} AS created_by, ${person('s.lifted_by')} AS lifted_by,
      EXISTS (SELECT 1 FROM account_members m WHERE m.account_id = s.account_id AND m.user_id = s.lifted_by)
        AS lifted_by_member,
      CASE s.scope
        WHEN 'key' THEN (SELECT k.name FROM api_keys k WHERE k.id = s.scope_id)
        WHEN 'project' THEN (SELECT p.name FROM projects p WHERE p.id = s.scope_id)
        WHEN 'account' THEN a.name
        WHEN 'model' THEN (SELECT m.name FROM models m WHERE m.id = s.scope_id)
        WHEN 'provider' THEN (SELECT p.name FROM providers p WHERE p.id = s.scope_id)
      END AS scope_name
    FROM kill_switches s LEFT JOIN accounts a ON a.id = s.account_id
  ) switches`;

type Page = { status: Status | undefined; limit: number; after: string[] | undefined };

/** The current ones first, the newest first; one row more than `limit`. `after` is [lifted, id] of the last one shown. */
export function listKillSwitches(db: Db, { status, limit, after }: Page): Promise<KillSwitchRow[]> {
  return query(db, `${selectKillSwitches} WHERE ${isOnPage} ORDER BY lifted, id DESC LIMIT $4`, [
    status ?? null,
    after?.[0] ?? null,
    after?.[1] ?? null,
    limit + 1,
  ]);
}

/** Those that stop something of the account, and those that stop the whole platform; ordered as above. */
export function listAccountKillSwitches(
  db: Db,
  accountId: string,
  { status, limit, after }: Page,
): Promise<KillSwitchRow[]> {
  return query(
    db,
    `${selectKillSwitches} WHERE ${isOnPage} AND ${concerns('$5')} ORDER BY lifted, id DESC LIMIT $4`,
    [status ?? null, after?.[0] ?? null, after?.[1] ?? null, limit + 1, accountId],
  );
}

const isOnPage = `($1::text IS NULL OR lifted = ($1 = 'lifted'))
  AND ($2::text IS NULL OR lifted::text > $2 OR (lifted::text = $2 AND id < $3::text))`;

const concerns = (accountId: string) => `(account_id = ${accountId} OR scope = 'platform')`;

export function findKillSwitch(db: Db, id: string): Promise<KillSwitchRow | undefined> {
  return queryOne(db, `${selectKillSwitches} WHERE id = $1`, [id]);
}

export function findAccountKillSwitch(
  db: Db,
  accountId: string,
  id: string,
): Promise<KillSwitchRow | undefined> {
  return queryOne(db, `${selectKillSwitches} WHERE id = $2 AND ${concerns('$1')}`, [accountId, id]);
}

export type NewRow = {
  id: string;
  scope: Scope;
  scopeId: string | null;
  accountId: string | null;
  reason: string;
  thrownBy: 'platform' | 'account';
  /** null: a budget, which is named then. */
  createdBy: string | null;
  budgetId?: string;
};

export async function insertKillSwitch(db: Db, row: NewRow): Promise<void> {
  await query(
    db,
    `INSERT INTO kill_switches (id, scope, scope_id, account_id, reason, thrown_by, created_by, budget_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.id,
      row.scope,
      row.scopeId,
      row.accountId,
      row.reason,
      row.thrownBy,
      row.createdBy,
      row.budgetId ?? null,
    ],
  );
}

/** Gives whether it was thrown until now. */
export async function liftKillSwitch(db: Db, id: string, liftedBy: string): Promise<boolean> {
  const rows = await query(
    db,
    'UPDATE kill_switches SET lifted_at = now(), lifted_by = $2 WHERE id = $1 AND lifted_at IS NULL RETURNING id',
    [id, liftedBy],
  );
  return rows.length === 1;
}
