import { type Db, query, queryOne } from '../../lib/sql.ts';
import { type ModelRow, selectModels, sortName } from './queries.ts';
import type { CatalogueQuery } from './schemas.ts';
import { accountsOf, isVisibleTo } from './visible.ts';

/** $1 is the user. */
const visible = isVisibleTo(accountsOf('$1'));

const sorts = {
  name: { key: sortName, compare: '>', direction: 'ASC' },
  '-name': { key: sortName, compare: '<', direction: 'DESC' },
  newest: { key: 'm.id', compare: '<', direction: 'DESC' },
} as const;

/** A page (one row more than `limit`) of the models the user may see; `after` is the sort key of the last one shown. */
export function listVisibleModels(
  db: Db,
  userId: string,
  filter: Omit<CatalogueQuery, 'cursor'>,
  after: string | undefined,
): Promise<ModelRow[]> {
  const { key, compare, direction } = sorts[filter.sort ?? 'name'];
  return query(
    db,
    `${selectModels}
     WHERE ${visible}
       AND ($2::text IS NULL OR m.name ILIKE $2 OR m.display_name ILIKE $2 OR m.description ILIKE $2)
       AND ($3::text IS NULL OR $3 = ANY (m.capabilities))
       AND ($4::text IS NULL OR m.class = $4)
       AND ($5::text IS NULL OR $5 = (
         SELECT max(pr.class) FROM model_routes mr JOIN providers pr ON pr.id = mr.provider_id
         WHERE mr.model_id = m.id))
       AND ($6::text IS NULL OR ${key} ${compare} $6)
     ORDER BY ${key} ${direction} LIMIT $7`,
    [
      userId,
      filter.search ? `%${filter.search.replace(/[\\%_]/g, '\\$&')}%` : null,
      filter.capability ?? null,
      filter.class ?? null,
      filter.providerClass ?? null,
      after ?? null,
      filter.limit + 1,
    ],
  );
}

/** By id or name, if the user may see it. */
export function findVisibleModel(db: Db, userId: string, idOrName: string): Promise<ModelRow | undefined> {
  return queryOne(db, `${selectModels} WHERE ${visible} AND (m.id = $2 OR m.name = $2)`, [userId, idOrName]);
}
