import type { SettingsColumns } from '../../lib/providers/connection-settings.ts';
import type { ProviderKind } from '../../lib/providers/upstream-url.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

export type ProviderRow = SettingsColumns & {
  id: string;
  name: string;
  kind: ProviderKind;
  base_url: string;
  api_key_encrypted: Buffer | null;
  class: 'local' | 'cloud';
  max_concurrency: number | null;
  max_queue: number | null;
  overflow_after: number;
  enabled: boolean;
  created_at: Date;
  updated_at: Date;
};
export type CountedProviderRow = ProviderRow & {
  model_count: number;
  daily_request_cap: bigint | null;
  daily_requests_used: bigint | null;
};

const columns = `id, name, kind, base_url, api_key_encrypted, class, max_concurrency, max_queue, overflow_after,
  enabled, connection, connection_secrets, created_at, updated_at`;
const modelCount = `(SELECT count(DISTINCT r.model_id)::integer FROM model_routes r
  WHERE r.provider_id = providers.id) AS model_count`;

/** SQL: the budget of a provider that is its daily cap: requests a day, in UTC. */
const dailyCapOf = (providerId: string) =>
  `(SELECT b.id, b.limit_amount AS cap, CASE WHEN m.window_end_ms > now_ms() THEN m.requests_used ELSE 0 END AS used
    FROM budgets b JOIN meters m ON m.id = b.meter_id
    WHERE m.scope = 'provider' AND m.scope_id = ${providerId} AND m.period = 'day' AND m.time_zone = 'UTC'
      AND b.unit = 'requests' AND b.deleted_at IS NULL)`;
const selectCounted = `SELECT ${columns}, ${modelCount}, cap.cap AS daily_request_cap, cap.used AS daily_requests_used
  FROM providers LEFT JOIN LATERAL ${dailyCapOf('providers.id')} AS cap(budget_id, cap, used) ON true`;

export function listProviders(db: Db): Promise<CountedProviderRow[]> {
  return query(db, `${selectCounted} ORDER BY name`);
}

export function findProvider(db: Db, id: string): Promise<CountedProviderRow | undefined> {
  return queryOne(db, `${selectCounted} WHERE id = $1`, [id]);
}

/** The budget that is a provider's daily cap. */
export function findDailyCap(db: Db, providerId: string): Promise<{ id: string } | undefined> {
  return queryOne(db, `SELECT id FROM ${dailyCapOf('$1')} AS cap`, [providerId]);
}

/** The row, locked until the transaction ends: what is changed is what was read. */
export function lockProvider(db: Db, id: string): Promise<ProviderRow | undefined> {
  return queryOne(db, `SELECT ${columns} FROM providers WHERE id = $1 FOR UPDATE`, [id]);
}

export type ProviderValues = Omit<ProviderRow, 'created_at' | 'updated_at'>;

export async function insertProvider(db: Db, row: ProviderValues): Promise<void> {
  await query(
    db,
    `INSERT INTO providers (id, name, kind, base_url, api_key_encrypted, class, max_concurrency, max_queue, overflow_after, enabled,
       connection, connection_secrets)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    valuesOf(row),
  );
}

export async function updateProvider(db: Db, row: ProviderValues): Promise<void> {
  await query(
    db,
    `UPDATE providers SET name = $2, kind = $3, base_url = $4, api_key_encrypted = $5, class = $6,
       max_concurrency = $7, max_queue = $8, overflow_after = $9, enabled = $10, connection = $11,
       connection_secrets = $12, updated_at = now()
     WHERE id = $1`,
    valuesOf(row),
  );
}

function valuesOf(row: ProviderValues): unknown[] {
  return [
    row.id,
    row.name,
    row.kind,
    row.base_url,
    row.api_key_encrypted,
    row.class,
    row.max_concurrency,
    row.max_queue,
    row.overflow_after,
    row.enabled,
    JSON.stringify(row.connection),
    row.connection_secrets,
  ];
}

export async function isProviderRouted(db: Db, id: string): Promise<boolean> {
  const row = await queryOne<{ routed: boolean }>(
    db,
    'SELECT EXISTS (SELECT 1 FROM model_routes WHERE provider_id = $1) AS routed',
    [id],
  );
  return row?.routed ?? false;
}

export async function deleteProvider(db: Db, id: string): Promise<void> {
  await query(db, 'DELETE FROM providers WHERE id = $1', [id]);
}

export type CataloguedRow = { upstream_model: string; model_id: string };

/** Which catalogue model stands for each upstream model: by its route, else by the same name. */
export function findCatalogued(
  db: Db,
  providerId: string,
  upstreamModels: string[],
): Promise<CataloguedRow[]> {
  return query(
    db,
    `SELECT DISTINCT ON (u.name) u.name AS upstream_model, m.id AS model_id
     FROM unnest($2::text[]) AS u(name)
     LEFT JOIN model_routes r ON r.provider_id = $1 AND r.upstream_model = u.name
     JOIN models m ON m.id = r.model_id OR m.name = u.name
     ORDER BY u.name, (m.id = r.model_id) DESC NULLS LAST, m.id`,
    [providerId, upstreamModels],
  );
}
