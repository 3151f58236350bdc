import { type Db, query } from '../../lib/sql.ts';
import type { BudgetRow } from './queries.ts';
import { limitNow, ofUnit } from './standing.ts';

/** Budgets whose temporary increase is over. */
export function listEndedIncreases(
  db: Db,
): Promise<Pick<BudgetRow, 'id' | 'account_id' | 'meter_id' | 'unit' | 'raised_amount'>[]> {
  return query(
    db,
    `SELECT id, account_id, meter_id, unit, raised_amount FROM budgets WHERE raised_until <= now() AND deleted_at IS NULL
     ORDER BY meter_id, id LIMIT 500`,
  );
}

/** Gives whether it had an increase that is over. */
export async function endIncrease(
  db: Db,
  { id, meter_id: meterId }: Pick<BudgetRow, 'id' | 'meter_id'>,
): Promise<boolean> {
  await query(db, 'SELECT gateway_lock_meters(ARRAY[$1::bigint])', [meterId]);
  const rows = await query(
    db,
    `UPDATE budgets SET raised_amount = NULL, raised_until = NULL, updated_at = now()
     WHERE id = $1 AND raised_until <= now() RETURNING id`,
    [id],
  );
  return rows.length === 1;
}

/**
 * Meters that are to be counted again now: once when instances have heard of them as a rule, and for the last time
 * when all know of them for certain and none of the calls before is left.
 */
export function listDueMeters(db: Db): Promise<{ id: bigint; known_since: Date }[]> {
  return query(
    db,
    `SELECT id, known_since FROM meters
     WHERE recount_due AND (recounted_at < known_since - interval '1 minute' AND now() >= known_since - interval '1 minute'
       OR now() >= known_since AND NOT EXISTS (SELECT FROM holds h WHERE h.created_at < known_since))
     ORDER BY id LIMIT 500`,
  );
}

export async function recountMeter(db: Db, id: bigint, knownSince: Date): Promise<void> {
  await query(db, 'SELECT recount_meter($1, $2)', [id, knownSince]);
}

/** SQL: budgets as they stand in their window of now, if a call has opened it. */
const standings = `budgets b JOIN meters m ON m.id = b.meter_id
  CROSS JOIN LATERAL (SELECT
    ${ofUnit('used')} AS used, ${ofUnit('since_ms')} AS since_ms, ${limitNow} AS limit_now) s`;
const isCurrent = 'b.deleted_at IS NULL AND m.window_end_ms > now_ms()';

export type CrossingRow = {
  budget_id: string;
  account_id: string | null;
  scope: string;
  threshold: number;
  since_ms: bigint;
  used: bigint;
  limit_now: bigint;
};

/** Thresholds that are reached and that nobody has been told of in this window. */
export function listCrossings(db: Db): Promise<CrossingRow[]> {
  return query(
    db,
    `SELECT b.id AS budget_id, b.account_id, b.scope, t.threshold, s.since_ms, s.used, s.limit_now
     FROM ${standings} CROSS JOIN LATERAL unnest(b.thresholds) AS t(threshold)
     WHERE ${isCurrent} AND s.used > 0 AND s.used * 100::numeric >= s.limit_now * t.threshold::numeric
       AND NOT EXISTS (SELECT FROM budget_alerts a WHERE a.budget_id = b.id AND a.since_ms = s.since_ms AND a.threshold = t.threshold)
     ORDER BY b.id, t.threshold LIMIT 500`,
  );
}

/** Gives whether it is the first of its kind. */
export async function insertAlert(db: Db, id: string, row: CrossingRow): Promise<boolean> {
  const rows = await query(
    db,
    `INSERT INTO budget_alerts (id, budget_id, account_id, threshold, since_ms, used_amount, limit_amount)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (budget_id, since_ms, threshold) DO NOTHING RETURNING id`,
    [id, row.budget_id, row.account_id, row.threshold, row.since_ms, row.used, row.limit_now],
  );
  return rows.length === 1;
}

export type StopRow = Pick<BudgetRow, 'id' | 'account_id' | 'scope_id' | 'unit'> & {
  scope: 'platform' | 'account' | 'project' | 'key' | 'model' | 'provider';
  limit_now: bigint;
};

/** Budgets that stop what they are for, and have not yet in this window. */
export function listUnstopped(db: Db): Promise<StopRow[]> {
  return query(
    db,
    `SELECT b.id, b.account_id, b.scope, b.scope_id, b.unit, s.limit_now FROM ${standings}
     WHERE ${isCurrent} AND b.on_exceed = 'kill' AND s.used >= s.limit_now
       AND NOT EXISTS (SELECT FROM kill_switches k WHERE k.budget_id = b.id
         AND (k.lifted_at IS NULL OR k.created_at >= to_timestamp(s.since_ms / 1000.0)))
     ORDER BY b.id LIMIT 500`,
  );
}
