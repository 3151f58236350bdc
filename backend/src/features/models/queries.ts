import { type PriceColumns, selectPrice } from '../../lib/price-rows.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

export type RouteJson = {
  id: string;
  providerId: string;
  providerName: string;
  providerClass: 'local' | 'cloud';
  upstreamModel: string;
  order: number;
  weight: number;
};

export type ModelColumns = {
  id: string;
  name: string;
  display_name: string;
  description: string | null;
  class: 'small' | 'medium' | 'large' | null;
  visibility: 'listed' | 'restricted' | 'hidden';
  auto_approve: boolean;
  context_length: number | null;
  max_output_tokens: number | null;
  capabilities: string[];
  enabled: boolean;
  fallback_model_id: string | null;
};
export type ModelRow = ModelColumns &
  PriceColumns & { created_at: Date; updated_at: Date; routes: RouteJson[]; sort_name: string };

/** The order people expect of names; the name itself makes it unique. */
export const sortName = "(lower(m.display_name) || ' ' || m.name)";

/** A model with its present price (the newest row) and its routes, in the order they are tried. */
export const selectModels = `
  SELECT m.id, m.name, m.display_name, m.description, m.class, m.visibility, m.auto_approve, m.context_length,
    m.max_output_tokens, m.capabilities, m.enabled, m.fallback_model_id, m.created_at, m.updated_at,
    ${selectPrice('p')}, COALESCE(r.routes, '[]') AS routes, ${sortName} AS sort_name
  FROM models m
  LEFT JOIN LATERAL (
    SELECT * FROM model_prices WHERE model_id = m.id ORDER BY id DESC LIMIT 1
  ) p ON true
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('id', mr.id, 'providerId', pr.id, 'providerName', pr.name,
      'providerClass', pr.class, 'upstreamModel', mr.upstream_model, 'order', mr."order", 'weight', mr.weight)
      ORDER BY mr."order", mr.id) AS routes
    FROM model_routes mr JOIN providers pr ON pr.id = mr.provider_id WHERE mr.model_id = m.id
  ) r ON true`;

export function listModels(db: Db): Promise<ModelRow[]> {
  return query(db, `${selectModels} ORDER BY sort_name`);
}

/** By id or name. */
export function findModel(db: Db, idOrName: string): Promise<ModelRow | undefined> {
  return queryOne(db, `${selectModels} WHERE m.id = $1 OR m.name = $1`, [idOrName]);
}

/** Locks the model against changes (and against subscriptions under way) until the transaction ends. */
export function lockModel(db: Db, idOrName: string): Promise<ModelColumns | undefined> {
  return queryOne(
    db,
    `SELECT id, name, display_name, description, class, visibility, auto_approve, context_length,
       max_output_tokens, capabilities, enabled, fallback_model_id
     FROM models WHERE id = $1 OR name = $1 FOR UPDATE`,
    [idOrName],
  );
}

export async function insertModel(db: Db, row: ModelColumns): Promise<void> {
  await query(
    db,
    `INSERT INTO models (id, name, display_name, description, class, visibility, auto_approve, context_length,
       max_output_tokens, capabilities, enabled, fallback_model_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    valuesOf(row),
  );
}

export async function updateModel(db: Db, row: ModelColumns): Promise<void> {
  await query(
    db,
    `UPDATE models SET name = $2, display_name = $3, description = $4, class = $5, visibility = $6,
       auto_approve = $7, context_length = $8, max_output_tokens = $9, capabilities = $10, enabled = $11,
       fallback_model_id = $12, updated_at = now()
     WHERE id = $1`,
    valuesOf(row),
  );
}

function valuesOf(row: ModelColumns): unknown[] {
  return [
    row.id,
    row.name,
    row.display_name,
    row.description,
    row.class,
    row.visibility,
    row.auto_approve,
    row.context_length,
    row.max_output_tokens,
    row.capabilities,
    row.enabled,
    row.fallback_model_id,
  ];
}

/** Whether there is such a model; it stays until the transaction ends. */
export async function isModel(db: Db, id: string): Promise<boolean> {
  return (await queryOne(db, 'SELECT 1 FROM models WHERE id = $1 FOR KEY SHARE', [id])) !== undefined;
}

export async function deleteModel(db: Db, id: string): Promise<void> {
  await query(db, 'DELETE FROM models WHERE id = $1', [id]);
}

/** Whether anybody has, or ever had, to do with the model. Subscriptions are looked at first: they are few. */
export async function isModelUsed(db: Db, id: string): Promise<boolean> {
  const row = await queryOne<{ used: boolean }>(
    db,
    `SELECT CASE WHEN EXISTS (SELECT 1 FROM subscriptions WHERE model_id = $1) THEN true
       ELSE EXISTS (SELECT 1 FROM usage_records WHERE model_id = $1) END AS used`,
    [id],
  );
  return row?.used ?? false;
}
