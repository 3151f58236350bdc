import { formatAmount } from '../../lib/meter-standings.ts';
import type { IncreaseRow } from './queries.ts';
import type { IncreaseRequest } from './schemas.ts';

/** A request for an increase as the API shows it. */
export function toIncreaseRequest(row: IncreaseRow): IncreaseRequest {
  return {
    id: row.id,
    budgetId: row.budget_id,
    accountId: row.account_id,
    requestedBy: row.requested_by,
    requestedByName: row.requested_by_name,
    limit: formatAmount(row.unit, row.limit_amount),
    periods: row.periods,
    reason: row.reason,
    status: row.status,
    comment: row.comment,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
  };
}
