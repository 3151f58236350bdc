import { type Db, query, queryOne } from '../../lib/sql.ts';
import { limitNow } from '../budgets/standing.ts';
import { isSeen, seenBy, type Viewer } from '../budgets/viewer.ts';
import type { IncreaseRequest } from './schemas.ts';

export type IncreaseRow = {
  id: string;
  budget_id: string;
  account_id: string;
  requested_by: string;
  requested_by_name: string;
  unit: string;
  limit_amount: bigint;
  periods: number | null;
  reason: string;
  status: IncreaseRequest['status'];
  comment: string | null;
  decided_by: string | null;
  decided_at: Date | null;
  created_at: Date;
};

const selectRequests = `
  SELECT i.id, i.budget_id, i.account_id, i.requested_by, COALESCE(nullif(u.name, ''), u.email) AS requested_by_name, b.unit,
    i.limit_amount, i.periods, i.reason, i.status, i.comment, i.decided_by, i.decided_at, i.created_at
  FROM budget_increase_requests i JOIN budgets b ON b.id = i.budget_id JOIN users u ON u.id = i.requested_by`;

/** The newest first: of an admin's platform all, of an account its members', of members who do not see all their own. */
export function listRequests(
  db: Db,
  { accountId, userId, seesAll }: Viewer,
  budgetId: string,
): Promise<IncreaseRow[]> {
  return query(
    db,
    `${selectRequests} WHERE i.budget_id = $4 AND ($1::text IS NULL OR i.account_id = $1) AND ($3 OR i.requested_by = $2)
     ORDER BY i.id DESC LIMIT 200`,
    [accountId, userId, seesAll, budgetId],
  );
}

export function findRequest(db: Db, budgetId: string, id: string): Promise<IncreaseRow | undefined> {
  return queryOne(db, `${selectRequests} WHERE i.budget_id = $1 AND i.id = $2`, [budgetId, id]);
}

export async function insertRequest(
  db: Db,
  row: Pick<
    IncreaseRow,
    'id' | 'budget_id' | 'account_id' | 'requested_by' | 'limit_amount' | 'periods' | 'reason'
  >,
): Promise<void> {
  await query(
    db,
    `INSERT INTO budget_increase_requests (id, budget_id, account_id, requested_by, limit_amount, periods, reason)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [row.id, row.budget_id, row.account_id, row.requested_by, row.limit_amount, row.periods, row.reason],
  );
}

/** Decides a pending request; gives whether it was pending. */
export async function decidePending(
  db: Db,
  id: string,
  status: 'approved' | 'denied',
  comment: string | null,
  decidedBy: string,
): Promise<boolean> {
  const rows = await query(
    db,
    `UPDATE budget_increase_requests SET status = $2, comment = $3, decided_by = $4, decided_at = now()
     WHERE id = $1 AND status = 'pending' RETURNING id`,
    [id, status, comment, decidedBy],
  );
  return rows.length === 1;
}

export type LimitingBudget = { id: string; unit: string; limit_now: bigint; period: string };

/** A budget that limits the viewer's calls: one of the account that they see, or one of the platform. */
export function findLimitingBudget(db: Db, viewer: Viewer, id: string): Promise<LimitingBudget | undefined> {
  return queryOne(
    db,
    `SELECT b.id, b.unit, m.period, ${limitNow} AS limit_now
     FROM budgets b JOIN meters m ON m.id = b.meter_id
     WHERE b.id = $4 AND b.deleted_at IS NULL AND (b.account_id IS NULL OR ${isSeen})`,
    [...seenBy(viewer), id],
  );
}
