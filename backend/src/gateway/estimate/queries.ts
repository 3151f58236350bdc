import { joinStandings, type Standing } from '../../lib/meter-standings.ts';
import { type Db, query, queryOne } from '../../lib/sql.ts';

/** A limit of one meter, and how long until all of it is there again; null: never, or at any time. */
export type MeterStanding = Standing & { meter_id: bigint; resets_in_ms: bigint | null };

/** All limits of these meters, as their windows of now stand. */
export const selectStandings = (db: Db, meterIds: bigint[]): Promise<MeterStanding[]> =>
  query(
    db,
    `SELECT m.id AS meter_id, v.unit, v.used, v.held, v.amount AS "limit", v.resets_ms, v.resets_ms - now.ms AS resets_in_ms,
       m.account_id IS NULL AS is_shared
     FROM meters m ${joinStandings} WHERE m.id = ANY ($1::bigint[]) AND v.amount IS NOT NULL`,
    [meterIds.map(String)],
  );

const callsLookedAt = 1000;
const callsCounted = 100;

/** The median output of the newest calls that an account made of a model; null when there is none among its last calls. */
export async function selectMedianOutput(
  db: Db,
  accountId: string,
  modelId: string,
  surface: string,
): Promise<bigint | null> {
  const row = await queryOne<{ median: bigint | null }>(
    db,
    `SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY output_tokens) AS median FROM (
       SELECT output_tokens FROM (
         SELECT model_id, surface, outcome, output_tokens FROM usage_records WHERE account_id = $1
         ORDER BY created_at DESC LIMIT ${callsLookedAt}) newest
       WHERE model_id = $2 AND surface = $3 AND outcome = 'success' LIMIT ${callsCounted}) counted`,
    [accountId, modelId, surface],
  );
  return row?.median ?? null;
}
