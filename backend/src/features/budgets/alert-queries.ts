import { type Db, query } from '../../lib/sql.ts';
import { ownerName } from './owner-name.ts';
import type { BudgetAlert, Scope } from './schemas.ts';
import { isSeen, seenBy, type Viewer } from './viewer.ts';

export type AlertRow = {
  id: string;
  budget_id: string;
  budget_name: string | null;
  scope: Scope;
  scope_id: string;
  scope_name: string | null;
  unit: BudgetAlert['unit'];
  threshold: number;
  used_amount: bigint;
  limit_amount: bigint;
  created_at: Date;
};

/**
 * Alerts of one budget or of all, those of deleted ones included; the newest first, one row more than `limit`.
 * `after` is the id of the last one shown.
 */
export function listAlerts(
  db: Db,
  viewer: Viewer,
  budgetId: string | null,
  limit: number,
  after: string | undefined,
): Promise<AlertRow[]> {
  return query(
    db,
    `SELECT a.id, a.budget_id, b.name AS budget_name, b.scope, b.scope_id, ${ownerName('b.scope', 'b.scope_id')} AS scope_name,
       b.unit, a.threshold, a.used_amount, a.limit_amount, a.created_at
     FROM budget_alerts a JOIN budgets b ON b.id = a.budget_id
     WHERE a.account_id IS NOT DISTINCT FROM $1 AND ${isSeen} AND ($4::text IS NULL OR a.budget_id = $4)
       AND ($5::text IS NULL OR a.id < $5)
     ORDER BY a.id DESC LIMIT $6`,
    [...seenBy(viewer), budgetId, after ?? null, limit + 1],
  );
}
