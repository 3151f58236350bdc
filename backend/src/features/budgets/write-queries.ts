import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { BudgetRow } from './queries.ts';
import type { MeterOwnerOf } from './owners.ts';
import type { Window } from './window.ts';

/** The meter that the budget is a limit of, locked, with what its owner has used in the window. */
export async function openBudgetMeter(
  db: Db,
  owner: MeterOwnerOf,
  { period, timeZone, anchorDay }: Window,
  unit: string,
): Promise<bigint> {
  const row = await queryOne<{ id: bigint }>(
    db,
    'SELECT open_budget_meter($1, $2, $3, $4, $5, $6, $7) AS id',
    [owner.accountId, owner.meterScope, owner.meterScopeId, period, timeZone, anchorDay, unit],
  );
  return (row as { id: bigint }).id;
}

export type NewBudgetRow = Pick<
  BudgetRow,
  | 'id'
  | 'account_id'
  | 'meter_id'
  | 'scope'
  | 'scope_id'
  | 'unit'
  | 'limit_amount'
  | 'name'
  | 'on_exceed'
  | 'fallback_model_id'
  | 'created_by'
> & { thresholds: number[] | undefined };

export async function insertBudget(db: Db, row: NewBudgetRow): Promise<void> {
  await query(
    db,
    `INSERT INTO budgets (id, account_id, meter_id, scope, scope_id, unit, limit_amount, name, thresholds, on_exceed,
       fallback_model_id, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, COALESCE($9, '{50,80,100}'::integer[]), $10, $11, $12)`,
    [
      row.id,
      row.account_id,
      row.meter_id,
      row.scope,
      row.scope_id,
      row.unit,
      row.limit_amount,
      row.name,
      row.thresholds ?? null,
      row.on_exceed,
      row.fallback_model_id,
      row.created_by,
    ],
  );
}

export type BudgetValues = Pick<
  BudgetRow,
  | 'id'
  | 'limit_amount'
  | 'raised_amount'
  | 'raised_until'
  | 'thresholds'
  | 'on_exceed'
  | 'fallback_model_id'
  | 'name'
>;

export async function updateBudget(db: Db, row: BudgetValues): Promise<void> {
  await query(
    db,
    `UPDATE budgets SET limit_amount = $2, raised_amount = $3, raised_until = $4, thresholds = $5, on_exceed = $6,
       fallback_model_id = $7, name = $8, updated_at = now()
     WHERE id = $1`,
    [
      row.id,
      row.limit_amount,
      row.raised_amount,
      row.raised_until,
      row.thresholds,
      row.on_exceed,
      row.fallback_model_id,
      row.name,
    ],
  );
}

export async function markDeleted(db: Db, id: string): Promise<void> {
  await query(db, 'UPDATE budgets SET deleted_at = now() WHERE id = $1', [id]);
}

/** Makes the meter enforce what its budgets say. */
export async function applyBudgets(db: Db, meterId: bigint): Promise<void> {
  await query(db, 'SELECT apply_budgets($1)', [meterId]);
}

/** Counts the unit from now on. */
export async function resetMeter(db: Db, meterId: bigint, unit: string): Promise<void> {
  await query(db, 'SELECT reset_meter($1, $2)', [meterId, unit]);
}

/** When the n-th window from now on ends, the current one first. */
export async function findWindowEnd(
  db: Db,
  { period, time_zone: timeZone, anchor_day: anchorDay }: BudgetRow,
  periods: number,
): Promise<Date> {
  const row = await queryOne<{ ends_at: Date }>(
    db,
    `SELECT to_timestamp(max(ends_ms) / 1000.0) AS ends_at FROM next_resets($1, $2, $3, now_ms(), $4) AS ends_ms`,
    [period, timeZone, anchorDay, periods],
  );
  return (row as { ends_at: Date }).ends_at;
}
