import type { PriceList } from '../../lib/price-list.ts';
import { type PriceColumns, priceColumns, priceValues, selectPrice } from '../../lib/price-rows.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

/** The price that calls are rated by now; undefined when the model never had one. */
export function findCurrentPrice(db: Db, modelId: string): Promise<PriceColumns | undefined> {
  return queryOne(
    db,
    `SELECT ${selectPrice('p')} FROM model_prices p WHERE p.model_id = $1 ORDER BY p.id DESC LIMIT 1`,
    [modelId],
  );
}

export async function insertPrice(db: Db, modelId: string, prices: PriceList, userId: string): Promise<void> {
  await query(
    db,
    `INSERT INTO model_prices (model_id, created_by, ${priceColumns.join(', ')})
     VALUES ($1, $2, ${priceColumns.map((_, index) => `$${index + 3}`).join(', ')})`,
    [modelId, userId, ...priceValues(prices)],
  );
}

export type RouteValues = {
  id: string;
  provider_id: string;
  upstream_model: string;
  order: number;
  weight: number;
};

export async function deleteRoutes(db: Db, modelId: string): Promise<void> {
  await query(db, 'DELETE FROM model_routes WHERE model_id = $1', [modelId]);
}

export async function insertRoutes(db: Db, modelId: string, routes: RouteValues[]): Promise<void> {
  await query(
    db,
    `INSERT INTO model_routes (id, model_id, provider_id, upstream_model, "order", weight)
     SELECT r.id, $1, r.provider_id, r.upstream_model, r."order", r.weight
     FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::integer[])
       AS r(id, provider_id, upstream_model, "order", weight)`,
    [
      modelId,
      routes.map((route) => route.id),
      routes.map((route) => route.provider_id),
      routes.map((route) => route.upstream_model),
      routes.map((route) => route.order),
      routes.map((route) => route.weight),
    ],
  );
}

/** Which of the ids are providers; they stay until the transaction ends. */
export async function lockProviders(db: Db, ids: string[]): Promise<Set<string>> {
  const rows = await query<{ id: string }>(
    db,
    'SELECT id FROM providers WHERE id = ANY ($1) ORDER BY id FOR KEY SHARE',
    [ids],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Active subscriptions of a model that became restricted wait for an admin again; gives how many. */
export async function sendSubscriptionsBack(db: Db, modelId: string, reason: string): Promise<number> {
  const rows = await query(
    db,
    `UPDATE subscriptions SET status = 'pending', reason = $2, updated_at = now(), decided_at = NULL, decided_by = NULL
     WHERE model_id = $1 AND status = 'active' RETURNING id`,
    [modelId, reason],
  );
  return rows.length;
}
