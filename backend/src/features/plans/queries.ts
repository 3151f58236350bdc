import { type Db, query, queryOne } from '../../lib/sql.ts';

type PlanRow = {
  id: string;
  name: string;
  description: string;
  rpm: number | null;
  tpm: number | null;
  concurrency: number | null;
  model_classes: string[];
  cloud_access: boolean;
};

export function listPlans(db: Db): Promise<PlanRow[]> {
  return query(
    db,
    'SELECT id, name, description, rpm, tpm, concurrency, model_classes, cloud_access FROM plans ORDER BY position, id',
  );
}

/** By id, or by name in whatever case. */
export function findPlan(db: Db, idOrName: string): Promise<{ id: string } | undefined> {
  return queryOne(db, 'SELECT id FROM plans WHERE id = $1 OR lower(name) = lower($1)', [idOrName]);
}
