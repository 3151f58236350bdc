import { openMeter } from '../../lib/meters.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';
import { isVisibleTo } from '../models/visible.ts';

export type ApiKeyRow = {
  id: string;
  name: string;
  prefix: string;
  project_id: string;
  project_name: string;
  models: { id: string; name: string }[] | null;
  rpm: number | null;
  tpm: number | null;
  concurrency: number | null;
  allowed_cidrs: string[] | null;
  cache_seconds: number | null;
  status: 'active' | 'expired' | 'revoked';
  expires_at: Date | null;
  last_used_at: Date | null;
  created_at: Date;
  revoked_at: Date | null;
};

const selectKeys = `
  SELECT * FROM (
    SELECT k.id, k.account_id, k.name, k.prefix, k.project_id, p.name AS project_name, k.rpm, k.tpm,
      k.concurrency, k.allowed_cidrs, k.cache_seconds, k.expires_at, k.last_used_at, k.created_at, k.revoked_at,
      CASE WHEN k.revoked_at IS NOT NULL THEN 'revoked' WHEN k.expires_at <= now() THEN 'expired'
        ELSE 'active' END AS status,
      CASE WHEN k.model_ids IS NOT NULL THEN (
        SELECT COALESCE(json_agg(json_build_object('id', m.id, 'name', m.name) ORDER BY m.name), '[]')
        FROM models m WHERE m.id = ANY (k.model_ids)) END AS models
    FROM api_keys k JOIN projects p ON p.id = k.project_id
    WHERE k.account_id = $1
  ) keys`;

/** Newest first, one row more than `limit`; `after` is the id of the last one shown. */
export function listKeys(
  db: Db,
  accountId: string,
  status: ApiKeyRow['status'] | undefined,
  limit: number,
  after: string | undefined,
): Promise<ApiKeyRow[]> {
  return query(
    db,
    `${selectKeys} WHERE ($2::text IS NULL OR status = $2) AND ($3::text IS NULL OR id < $3)
     ORDER BY id DESC LIMIT $4`,
    [accountId, status ?? null, after ?? null, limit + 1],
  );
}

export function findKey(db: Db, accountId: string, id: string): Promise<ApiKeyRow | undefined> {
  return queryOne(db, `${selectKeys} WHERE id = $2`, [accountId, id]);
}

export type KeyValues = {
  id: string;
  accountId: string;
  projectId: string;
  name: string;
  secretHash: Buffer;
  prefix: string;
  modelIds: string[] | null;
  rpm: number | null;
  tpm: number | null;
  concurrency: number | null;
  allowedCidrs: string[] | null;
  cacheSeconds: number | null;
  expiresAt: Date | null;
  createdBy: string;
};

export async function insertKey(db: Db, key: KeyValues): Promise<void> {
  await query(
    db,
    `INSERT INTO api_keys (id, account_id, project_id, name, secret_hash, prefix, model_ids, rpm, tpm,
       concurrency, allowed_cidrs, cache_seconds, expires_at, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      key.id,
      key.accountId,
      key.projectId,
      key.name,
      key.secretHash,
      key.prefix,
      key.modelIds,
      key.rpm,
      key.tpm,
      key.concurrency,
      key.allowedCidrs,
      key.cacheSeconds,
      key.expiresAt,
      key.createdBy,
    ],
  );
}

/** The meter that limits a key's calls by the minute and at once. */
export async function insertKeyMeter(
  db: Db,
  accountId: string,
  keyId: string,
  rpm: number | null,
  tpm: number | null,
  concurrency: number | null,
): Promise<void> {
  const id = await openMeter(db, { accountId, scope: 'key', scopeId: keyId });
  await query(db, 'UPDATE meters SET rpm_limit = $2, tpm_limit = $3, concurrency_limit = $4 WHERE id = $1', [
    id,
    rpm,
    tpm,
    concurrency,
  ]);
}

/** The named project of the account, or its default one. */
export function findProject(
  db: Db,
  accountId: string,
  projectId: string | undefined,
): Promise<{ id: string } | undefined> {
  return queryOne(
    db,
    `SELECT id FROM projects WHERE account_id = $1 AND CASE WHEN $2::text IS NULL THEN is_default ELSE id = $2 END
     FOR KEY SHARE`,
    [accountId, projectId ?? null],
  );
}

/** Those of the ids or names that are models the account can see. */
export function findVisibleModels(
  db: Db,
  accountId: string,
  idsOrNames: string[],
): Promise<{ id: string; name: string }[]> {
  return query(
    db,
    `SELECT m.id, m.name FROM models m
     WHERE (m.id = ANY ($2) OR m.name = ANY ($2)) AND ${isVisibleTo('$1')}`,
    [accountId, idsOrNames],
  );
}

/** Whether a time is still to come, by the clock that decides expiry. */
export async function isFuture(db: Db, time: Date): Promise<boolean> {
  const row = await queryOne<{ future: boolean }>(db, 'SELECT $1::timestamptz > now() AS future', [time]);
  return row?.future ?? false;
}

/** Gives whether the key was live until now. */
export async function revokeKey(db: Db, accountId: string, id: string): Promise<boolean> {
  const rows = await query(
    db,
    'UPDATE api_keys SET revoked_at = now() WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING id',
    [accountId, id],
  );
  return rows.length === 1;
}
