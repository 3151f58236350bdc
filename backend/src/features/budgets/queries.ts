import { type Db, query, queryOne } from '../../lib/sql.ts';
import { ownerName } from './owner-name.ts';
import type { Budget, Period, Scope } from './schemas.ts';
import { ofUnit } from './standing.ts';
import { isSeen, seenBy, type Viewer } from './viewer.ts';

export type BudgetRow = {
  id: string;
  account_id: string | null;
  meter_id: bigint;
  scope: Scope;
  scope_id: string;
  scope_name: string | null;
  name: string | null;
  unit: Budget['unit'];
  limit_amount: bigint;
  raised_amount: bigint | null;
  raised_until: Date | null;
  thresholds: number[];
  on_exceed: Budget['onExceed'];
  fallback_model_id: string | null;
  created_by: string | null;
  created_at: Date;
  updated_at: Date;
  period: Period;
  time_zone: string;
  anchor_day: number;
  /** In the window that holds now, whether a call has opened it or not. */
  used: bigint;
  held: bigint;
  starts_ms: bigint;
  ends_ms: bigint;
  /** From when on it is counted: the start of the window, or a reset since. */
  since_ms: bigint;
  pending_requests: number;
};

const selectBudgets = `
  SELECT b.id, b.account_id, b.meter_id, b.scope, b.scope_id, ${ownerName('b.scope', 'b.scope_id')} AS scope_name, b.name,
    b.unit, b.limit_amount, r.amount AS raised_amount, r.until AS raised_until, b.thresholds, b.on_exceed,
    b.fallback_model_id, b.created_by, b.created_at, b.updated_at, m.period, m.time_zone, m.anchor_day,
    CASE WHEN w.starts_ms < m.window_end_ms THEN ${ofUnit('used')} ELSE 0 END AS used, ${ofUnit('held')} AS held,
    w.starts_ms, w.ends_ms, greatest(w.starts_ms, ${ofUnit('since_ms')}) AS since_ms,
    (SELECT count(*)::integer FROM budget_increase_requests i WHERE i.budget_id = b.id AND i.status = 'pending') AS pending_requests
  FROM budgets b JOIN meters m ON m.id = b.meter_id
  CROSS JOIN LATERAL meter_window(m.period, m.time_zone, m.anchor_day, now_ms()) w
  LEFT JOIN LATERAL (SELECT b.raised_amount AS amount, b.raised_until AS until WHERE b.raised_until > now()) r ON true
  WHERE b.deleted_at IS NULL AND ${isSeen}`;

/** Newest first, one row more than `limit`; `after` is the id of the last one shown. */
export function listBudgets(
  db: Db,
  viewer: Viewer,
  filter: { scope?: string | undefined; scopeId?: string | undefined },
  limit: number,
  after: string | undefined,
): Promise<BudgetRow[]> {
  return query(
    db,
    `${selectBudgets} AND ($4::text IS NULL OR b.scope = $4) AND ($5::text IS NULL OR b.scope_id = $5)
       AND ($6::text IS NULL OR b.id < $6)
     ORDER BY b.id DESC LIMIT $7`,
    [...seenBy(viewer), filter.scope ?? null, filter.scopeId ?? null, after ?? null, limit + 1],
  );
}

export function findBudget(db: Db, viewer: Viewer, id: string): Promise<BudgetRow | undefined> {
  return queryOne(db, `${selectBudgets} AND b.id = $4`, [...seenBy(viewer), id]);
}

/** The budget, locked until the transaction ends: what is changed is what was read. Its meter comes first, as always. */
export async function lockBudget(db: Db, viewer: Viewer, id: string): Promise<BudgetRow | undefined> {
  await query(
    db,
    'SELECT gateway_lock_meters(ARRAY[meter_id]) FROM budgets WHERE id = $1 AND account_id IS NOT DISTINCT FROM $2',
    [id, viewer.accountId],
  );
  return queryOne(db, `${selectBudgets} AND b.id = $4 FOR UPDATE OF b`, [...seenBy(viewer), id]);
}

export type LockedRow = Pick<BudgetRow, 'id' | 'account_id' | 'meter_id'>;

/** All budgets of an owner, with their meters, locked in the order of all. */
export async function lockBudgetsOf(db: Db, scope: Scope, scopeId: string): Promise<LockedRow[]> {
  const whose = 'scope = $1 AND scope_id = $2 AND deleted_at IS NULL';
  await query(
    db,
    `SELECT gateway_lock_meters(ids) FROM (SELECT array_agg(DISTINCT meter_id) AS ids FROM budgets WHERE ${whose}) m
     WHERE ids IS NOT NULL`,
    [scope, scopeId],
  );
  return query(db, `SELECT id, account_id, meter_id FROM budgets WHERE ${whose} ORDER BY id FOR UPDATE`, [
    scope,
    scopeId,
  ]);
}

export type WindowRow = { starts_ms: bigint; ends_ms: bigint; resets: string[] };

/** The window of now, and when the next five end. */
export async function selectWindows(
  db: Db,
  period: Period,
  timeZone: string,
  anchorDay: number,
): Promise<WindowRow> {
  const row = await queryOne<WindowRow>(
    db,
    `SELECT starts_ms, ends_ms, ARRAY(SELECT next_resets($1, $2, $3, now.ms, 5))::text[] AS resets
     FROM (SELECT now_ms() AS ms) now CROSS JOIN LATERAL meter_window($1, $2, $3, now.ms)`,
    [period, timeZone, anchorDay],
  );
  return row as WindowRow;
}
