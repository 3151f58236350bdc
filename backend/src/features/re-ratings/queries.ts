import type pg from 'pg';
import type { Static } from '@sinclair/typebox';
import type { Prices } from '../../lib/prices.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

/** Calls of a model in a period. */
export type Period = { modelId: string; from: Date; to: Date };

export type RatableRow = {
  request_id: string;
  account_id: string;
  input_tokens: bigint;
  cached_input_tokens: bigint;
  output_tokens: bigint;
  token_details: Record<string, number> | null;
  cost_micro_credits: bigint;
};

const ratableColumns = `u.request_id, u.account_id, u.input_tokens, u.cached_input_tokens, u.output_tokens, u.token_details,
  u.cost_micro_credits`;
const isOfPeriod = 'u.model_id = $1 AND u.created_at >= $2 AND u.created_at < $3 AND u.charged';
const periodValues = ({ modelId, from, to }: Period) => [modelId, from, to];

/** All calls of a period that cost something or might have, some at a time; in a transaction. */
export async function* readRatable(client: pg.PoolClient, period: Period): AsyncGenerator<RatableRow[]> {
  await client.query(
    `DECLARE ratable NO SCROLL CURSOR FOR SELECT ${ratableColumns} FROM ratable_usage u WHERE ${isOfPeriod}`,
    periodValues(period),
  );
  for (;;) {
    const rows = await query<RatableRow>(client, 'FETCH 5000 FROM ratable');
    if (rows.length === 0) return;
    yield rows;
  }
}

/** Accounts with calls that a re-rating has not corrected yet. */
export async function listAccountsToCorrect(db: Db, period: Period, reRatingId: string): Promise<string[]> {
  const rows = await query<{ account_id: string }>(
    db,
    `SELECT DISTINCT u.account_id FROM ratable_usage u WHERE ${isOfPeriod}
       AND NOT EXISTS (SELECT FROM usage_corrections c WHERE c.re_rating_id = $4 AND c.request_id = u.request_id)
     ORDER BY u.account_id`,
    [...periodValues(period), reRatingId],
  );
  return rows.map(({ account_id }) => account_id);
}

/** Calls of an account that a re-rating has not corrected yet. */
export function listCallsToCorrect(
  db: Db,
  accountId: string,
  period: Period,
  reRatingId: string,
  limit: number,
): Promise<RatableRow[]> {
  return query(
    db,
    `SELECT ${ratableColumns} FROM ratable_usage u WHERE u.account_id = $4 AND ${isOfPeriod}
       AND NOT EXISTS (SELECT FROM usage_corrections c WHERE c.re_rating_id = $5 AND c.request_id = u.request_id)
     ORDER BY u.request_id LIMIT $6`,
    [...periodValues(period), accountId, reRatingId, limit],
  );
}

/** Whether calls of a period may still come in: some run, or it is over only just now. */
export async function mayHaveOpenCalls(db: Db, period: Period): Promise<boolean> {
  const row = await queryOne<{ open: boolean }>(
    db,
    `SELECT now() < $3::timestamptz + interval '10 minutes' OR EXISTS (
       SELECT FROM holds h CROSS JOIN LATERAL json_array_elements(h.calls) AS c
       WHERE c ->> 'modelId' = $1 AND (c ->> 'createdAtMs')::bigint BETWEEN to_ms($2) AND to_ms($3)
         AND NOT EXISTS (SELECT FROM usage_records u WHERE u.request_id = c ->> 'requestId')) AS open`,
    periodValues(period),
  );
  return row?.open ?? true;
}

/** The name of a model, which no other re-rating begins with until the transaction ends. */
export function lockModel(db: Db, modelId: string): Promise<{ name: string } | undefined> {
  return queryOne(db, 'SELECT name FROM models WHERE id = $1 FOR NO KEY UPDATE', [modelId]);
}

export function findModelName(db: Db, modelId: string): Promise<{ name: string } | undefined> {
  return queryOne(db, 'SELECT name FROM models WHERE id = $1', [modelId]);
}

export type ReRatingRow = {
  id: string;
  model_id: string;
  model_name: string;
  from_at: Date;
  to_at: Date;
  prices: Static<typeof Prices>;
  reason: string;
  created_by: string;
  created_at: Date;
  finished_at: Date | null;
};

const selectReRatings = `
  SELECT r.id, r.model_id, m.name AS model_name, r.from_at, r.to_at, r.prices, r.reason, r.created_by, r.created_at, r.finished_at
  FROM re_ratings r JOIN models m ON m.id = r.model_id`;

/** Those of a model that have to do with some part of a period. */
export function listOverlapping(db: Db, { modelId, from, to }: Period): Promise<ReRatingRow[]> {
  return query(db, `${selectReRatings} WHERE r.model_id = $1 AND r.from_at < $3 AND r.to_at > $2`, [
    modelId,
    from,
    to,
  ]);
}

export function findReRating(db: Db, id: string): Promise<ReRatingRow | undefined> {
  return queryOne(db, `${selectReRatings} WHERE r.id = $1`, [id]);
}

export function listUnfinished(db: Db): Promise<ReRatingRow[]> {
  return query(db, `${selectReRatings} WHERE r.finished_at IS NULL ORDER BY r.id`);
}

export async function insertReRating(
  db: Db,
  values: { id: string; prices: Static<typeof Prices>; reason: string; userId: string } & Period,
): Promise<void> {
  await query(
    db,
    `INSERT INTO re_ratings (id, model_id, from_at, to_at, prices, reason, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      values.id,
      values.modelId,
      values.from,
      values.to,
      JSON.stringify(values.prices),
      values.reason,
      values.userId,
    ],
  );
}

export async function markFinished(db: Db, id: string): Promise<void> {
  await query(db, 'UPDATE re_ratings SET finished_at = now() WHERE id = $1 AND finished_at IS NULL', [id]);
}

export type SumsRow = { account_id: string; calls: bigint; old_cost: bigint; new_cost: bigint };

/** What re-ratings have come to, account by account. */
export function sumCorrections(
  db: Db,
  reRatingIds: string[],
): Promise<(SumsRow & { re_rating_id: string })[]> {
  return query(
    db,
    `SELECT re_rating_id, account_id, count(*) AS calls, sum(old_cost_micro_credits)::bigint AS old_cost,
       sum(new_cost_micro_credits)::bigint AS new_cost
     FROM usage_corrections WHERE re_rating_id = ANY ($1) GROUP BY re_rating_id, account_id`,
    [reRatingIds],
  );
}

/** The newest first, of one model or of all. */
export function listReRatings(db: Db, modelId: string | undefined): Promise<ReRatingRow[]> {
  return query(db, `${selectReRatings} WHERE $1::text IS NULL OR r.model_id = $1 ORDER BY r.id DESC`, [
    modelId ?? null,
  ]);
}

export async function findAccountNames(db: Db, ids: string[]): Promise<Map<string, string>> {
  const rows = await query<{ id: string; name: string }>(
    db,
    'SELECT id, name FROM accounts WHERE id = ANY ($1)',
    [ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
