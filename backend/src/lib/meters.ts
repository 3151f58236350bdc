import { type Db, queryOne } from './sql.ts';

/** Whose calls a meter counts, and from when to when (migration 0006). */
export type MeterOwner = {
  /** Null where calls of all accounts move it. */
  accountId: string | null;
  scope: string;
  scopeId: string;
  period?: 'total' | 'month' | 'week' | 'day' | 'minute';
  timeZone?: string;
  /** The day a week (1 = Monday) or month starts on. */
  anchorDay?: number;
};

/** The id of a meter, made where it is missing; its limits are left as they are. */
export async function openMeter(db: Db, owner: MeterOwner): Promise<bigint> {
  const { accountId, scope, scopeId, period = 'total', timeZone = 'UTC', anchorDay = 1 } = owner;
  const row = await queryOne<{ id: bigint }>(db, 'SELECT open_meter($1, $2, $3, $4, $5, $6) AS id', [
    accountId,
    scope,
    scopeId,
    period,
    timeZone,
    anchorDay,
  ]);
  return (row as { id: bigint }).id;
}

/** SQL: which meters `m` of its account a caller's calls move, those of one model included. The parameters are SQL, too. */
export const isMovedBy = (caller: { accountId: string; projectId: string; keyId: string; userId: string }) =>
  `(m.account_id = ${caller.accountId} AND m.is_live AND (
     m.scope IN ('account', 'account_budget', 'account_model', 'subscription', 'subscription_budget')
     OR (m.scope, m.scope_id) IN (('project', ${caller.projectId}), ('key', ${caller.keyId}),
       ('member', ${caller.accountId} || ':' || ${caller.userId}))))`;

/** SQL: the id of a meter's owner in words of the API: of a member the user, of an account's model the model. */
export const meterScopeId = `CASE WHEN m.scope IN ('member', 'account_model') THEN split_part(m.scope_id, ':', 2) ELSE m.scope_id END`;

/** SQL: the model whose calls alone move a meter; null: those of any model. */
export const meterModelId = `CASE WHEN m.scope = 'account_model' THEN split_part(m.scope_id, ':', 2) WHEN m.scope = 'model' THEN m.scope_id
  WHEN m.scope IN ('subscription', 'subscription_budget') THEN (SELECT s.model_id FROM subscriptions s WHERE s.id = m.scope_id) END`;

const scopesOfTheApi: Record<string, string> = {
  account_budget: 'account',
  account_model: 'model',
  subscription_budget: 'subscription',
};

/** A meter's scope in words of the API. */
export const apiScope = (scope: string): string => scopesOfTheApi[scope] ?? scope;
