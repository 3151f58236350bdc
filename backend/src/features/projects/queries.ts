import { type Db, query } from '../../lib/sql.ts';

type ProjectRow = { id: string; name: string; is_default: boolean; created_at: Date };

export function listProjects(db: Db, accountId: string): Promise<ProjectRow[]> {
  return query(
    db,
    `SELECT id, name, is_default, created_at FROM projects
     WHERE account_id = $1 ORDER BY is_default DESC, name`,
    [accountId],
  );
}
