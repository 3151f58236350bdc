import { type Db, queryOne } from '../../lib/sql.ts';
import { isVisibleTo } from '../models/visible.ts';
import type { Scope } from './schemas.ts';

/** Whose calls a budget counts: in words of the API, and as the meter has it. */
export type MeterOwnerOf = {
  accountId: string | null;
  scope: Scope;
  scopeId: string;
  meterScope: string;
  meterScopeId: string;
};

/** What is looked up, by scope: $1 is the id, $2 the account. */
const lookups: Partial<Record<Scope, string>> = {
  member: 'SELECT user_id AS id FROM account_members WHERE user_id = $1 AND account_id = $2 FOR KEY SHARE',
  project: 'SELECT id FROM projects WHERE id = $1 AND account_id = $2 FOR KEY SHARE',
  subscription: 'SELECT id FROM subscriptions WHERE id = $1 AND account_id = $2 FOR KEY SHARE',
  key: 'SELECT id FROM api_keys WHERE id = $1 AND account_id = $2 AND revoked_at IS NULL FOR KEY SHARE',
  model: `SELECT m.id FROM models m WHERE (m.id = $1 OR m.name = $1) AND ($2::text IS NULL OR ${isVisibleTo('$2')}) FOR KEY SHARE OF m`,
  provider: 'SELECT id FROM providers WHERE id = $1 AND $2::text IS NULL FOR KEY SHARE',
};

/** The owner that `scopeId` names, which stays until the transaction ends; undefined when there is none such in the account. */
export async function findOwner(
  db: Db,
  accountId: string | null,
  scope: Scope,
  scopeId: string | undefined,
): Promise<MeterOwnerOf | undefined> {
  const id = await findId(db, accountId, scope, scopeId);
  if (id === undefined) return undefined;
  const isJoined = scope === 'member' || (scope === 'model' && accountId !== null);
  return {
    accountId,
    scope,
    scopeId: id,
    meterScope: accountId === null ? scope : (meterScopes[scope] ?? scope),
    meterScopeId: isJoined ? `${accountId}:${id}` : id,
  };
}

/** Where an account's meters go by another name than its budgets: the balance and the quotas have the plain one. */
const meterScopes: Partial<Record<Scope, string>> = {
  account: 'account_budget',
  subscription: 'subscription_budget',
  model: 'account_model',
};

async function findId(db: Db, accountId: string | null, scope: Scope, scopeId: string | undefined) {
  const itself = scope === 'account' ? accountId : scope === 'platform' ? 'platform' : null;
  if (itself !== null) return scopeId === undefined || scopeId === itself ? itself : undefined;
  const lookup = lookups[scope];
  if (!lookup || scopeId === undefined) return undefined;
  return (await queryOne<{ id: string }>(db, lookup, [scopeId, accountId]))?.id;
}

/** The model to fall back to, by id or name; undefined when the account cannot see it. */
export async function findFallbackModel(
  db: Db,
  accountId: string | null,
  idOrName: string,
): Promise<string | undefined> {
  return findId(db, accountId, 'model', idOrName);
}

/** Where the owner of the account lives; UTC for the platform. */
export async function findOwnerTimeZone(db: Db, accountId: string | null): Promise<string> {
  if (accountId === null) return 'UTC';
  const row = await queryOne<{ time_zone: string }>(
    db,
    `SELECT u.time_zone FROM account_members m JOIN users u ON u.id = m.user_id
     WHERE m.account_id = $1 AND m.role = 'owner' ORDER BY m.created_at, u.id LIMIT 1`,
    [accountId],
  );
  return row?.time_zone ?? 'UTC';
}
