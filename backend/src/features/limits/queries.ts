import { isMovedBy, meterModelId, meterScopeId } from '../../lib/meters.ts';
import { joinStandings, type Standing } from '../../lib/meter-standings.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';
import { ownerName } from '../budgets/owner-name.ts';
import { isVisibleTo } from '../models/visible.ts';
import type { Limit } from './schemas.ts';

export type CallerRow = { project_id: string; key_id: string | null; user_id: string | null };

/** Who calls from the playground: the user, in the default project. */
export function findSessionCaller(db: Db, accountId: string, userId: string): Promise<CallerRow | undefined> {
  return queryOne(
    db,
    'SELECT id AS project_id, NULL AS key_id, $2::text AS user_id FROM projects WHERE account_id = $1 AND is_default',
    [accountId, userId],
  );
}

/** Whom a live key calls for; `createdBy`: only a key of this user. */
export function findKeyCaller(
  db: Db,
  accountId: string,
  keyId: string,
  createdBy: string | null,
): Promise<CallerRow | undefined> {
  return queryOne(
    db,
    `SELECT project_id, id AS key_id, created_by AS user_id FROM api_keys
     WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL AND ($3::text IS NULL OR created_by = $3)`,
    [accountId, keyId, createdBy],
  );
}

export async function findVisibleModelId(
  db: Db,
  accountId: string,
  idOrName: string,
): Promise<string | undefined> {
  const row = await queryOne<{ id: string }>(
    db,
    `SELECT m.id FROM models m WHERE (m.id = $2 OR m.name = $2) AND ${isVisibleTo('$1')}`,
    [accountId, idOrName],
  );
  return row?.id;
}

export type LimitRow = Standing & {
  kind: Limit['kind'];
  scope: string;
  scope_id: string;
  scope_name: string | null;
  budget_id: string | null;
};

const isMoved = isMovedBy({ accountId: '$1', projectId: '$2', keyId: '$3', userId: '$4' });

/** SQL: meters of all accounts that calls of model $5 move. */
const isShared = `(m.account_id IS NULL AND m.is_live AND (m.scope IN ('platform', 'model') OR EXISTS (
  SELECT FROM model_routes r JOIN providers p ON p.id = r.provider_id JOIN accounts a ON a.id = $1 LEFT JOIN plans pl ON pl.id = a.plan_id
  WHERE m.scope = 'provider' AND r.model_id = $5 AND r.provider_id = m.scope_id AND p.enabled
    AND (p.class = 'local' OR pl.cloud_access IS NOT FALSE))))`;

/**
 * Every limit of the meters that the next call would move, as its window of now stands; the one with the smallest share left first.
 * Unless `ranksShared`, the share of those of all accounts does not show in the order, only whether anything is left.
 */
export function listLimits(
  db: Db,
  accountId: string,
  { project_id: projectId, key_id: keyId, user_id: userId }: CallerRow,
  modelId: string | null,
  ranksShared: boolean,
): Promise<LimitRow[]> {
  return query(
    db,
    `SELECT CASE WHEN b.id IS NOT NULL THEN 'budget' WHEN v.is_rate THEN 'rate' WHEN m.scope = 'subscription' THEN 'quota' ELSE 'balance' END AS kind,
       m.scope, s.id AS scope_id, ${ownerName('m.scope', 's.id')} AS scope_name, b.id AS budget_id, v.unit, v.used, v.held, v.amount AS "limit", v.resets_ms, m.account_id IS NULL AS is_shared
     FROM meters m
     CROSS JOIN LATERAL (SELECT ${meterScopeId} AS id) s
     ${joinStandings}
     LEFT JOIN budgets b ON b.meter_id = m.id AND b.unit = v.unit AND b.deleted_at IS NULL
     WHERE v.amount IS NOT NULL AND (${isMoved} OR ${isShared}) AND (${meterModelId} IS NULL OR ${meterModelId} = $5)
     ORDER BY CASE WHEN m.account_id IS NULL AND NOT $6 AND v.amount > v.used + v.held THEN 1
       ELSE greatest(v.amount - v.used - v.held, 0)::numeric / greatest(v.amount, 1) END, v.is_rate, m.id, v.unit`,
    [accountId, projectId, keyId, userId, modelId, ranksShared],
  );
}
