import { containing, type Db, query, queryOne } from '../../lib/sql.ts';

export type TargetScope = 'key' | 'project' | 'account' | 'model' | 'provider';
export type TargetRow = {
  id: string;
  name: string;
  account_id: string | null;
  account_name: string | null;
  stopped: boolean;
};

/** What can be stopped. `others` are texts by which people look for it, besides its name and id. */
const sources: Record<TargetScope, string> = {
  key: `SELECT k.id, k.name, k.account_id, a.name AS account_name, k.prefix AS others
    FROM api_keys k JOIN accounts a ON a.id = k.account_id WHERE k.revoked_at IS NULL`,
  project: `SELECT p.id, p.name, p.account_id, a.name AS account_name, '' AS others
    FROM projects p JOIN accounts a ON a.id = p.account_id`,
  account: `SELECT a.id, a.name, a.id AS account_id, a.name AS account_name, concat(u.name, ' ', u.email) AS others
    FROM accounts a LEFT JOIN users u ON u.id = a.personal_of`,
  model: `SELECT id, name, NULL AS account_id, NULL AS account_name, display_name AS others FROM models`,
  provider: `SELECT id, name, NULL AS account_id, NULL AS account_name, '' AS others FROM providers`,
};

const selectTargets = (scope: TargetScope) => `
  SELECT t.id, t.name, t.account_id, t.account_name, EXISTS (
    SELECT 1 FROM kill_switches s
    WHERE s.scope = $1 AND s.scope_id = t.id AND s.thrown_by = 'platform' AND s.lifted_at IS NULL) AS stopped
  FROM (${sources[scope]}) t`;

/** Those that have the text in their id, their name or that of their account; by name. */
export function searchTargets(
  db: Db,
  scope: TargetScope,
  search: string,
  limit: number,
): Promise<TargetRow[]> {
  return query(
    db,
    `${selectTargets(scope)}
     WHERE t.id = $2 OR concat_ws(' ', t.name, t.account_name, t.others) ILIKE $3
     ORDER BY lower(t.name), t.id LIMIT $4`,
    [scope, search, containing(search), limit],
  );
}

/** Undefined when there is no such thing. */
export function findTarget(db: Db, scope: TargetScope, id: string): Promise<TargetRow | undefined> {
  return queryOne(db, `${selectTargets(scope)} WHERE t.id = $2`, [scope, id]);
}
