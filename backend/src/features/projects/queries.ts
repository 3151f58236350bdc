import { type Db, query, queryOne } from '../../lib/sql.ts';

export type ProjectRow = {
  id: string;
  name: string;
  is_default: boolean;
  keep_texts_days: number | null;
  created_at: Date;
};

const columns = 'id, name, is_default, keep_texts_days, created_at';

export function listProjects(db: Db, accountId: string): Promise<ProjectRow[]> {
  return query(db, `SELECT ${columns} FROM projects WHERE account_id = $1 ORDER BY is_default DESC, name`, [
    accountId,
  ]);
}

/** Sets for how long texts of calls are kept; undefined when the account has no such project. */
export function setKeepTextsDays(
  db: Db,
  accountId: string,
  projectId: string,
  days: number | null,
): Promise<ProjectRow | undefined> {
  return queryOne(
    db,
    `UPDATE projects SET keep_texts_days = $3 WHERE account_id = $1 AND id = $2 RETURNING ${columns}`,
    [accountId, projectId, days],
  );
}

/** Texts that were kept are kept no longer than new ones would be. */
export const shortenKeptTexts = (db: Db, projectId: string, days: number | null) =>
  query(
    db,
    `DELETE FROM kept_texts WHERE project_id = $1 AND ($2::integer IS NULL OR created_at < now() - make_interval(days => $2))`,
    [projectId, days],
  );
