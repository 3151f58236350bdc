import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import type { Db } from '../../lib/sql.ts';
import { formatAmount } from '../../lib/meter-standings.ts';
import { entryOf, withLocked } from '../budgets/change-budget.ts';
import type { BudgetRow } from '../budgets/queries.ts';
import type { Viewer } from '../budgets/viewer.ts';
import { applyBudgets, findWindowEnd, updateBudget } from '../budgets/write-queries.ts';
import { decidePending, findRequest, type IncreaseRow } from './queries.ts';

export type Decision = { status: 'approved' | 'denied'; comment: string | null };

/**
 * Answers a request for an increase. Approved, the limit holds at once: for good, or to the end of as many windows
 * as were asked for. @throws not_found, increase_decided, increase_not_needed.
 */
export async function decideIncrease(
  db: pg.Pool,
  viewer: Viewer,
  budgetId: string,
  requestId: string,
  { status, comment }: Decision,
  act: Act,
): Promise<void> {
  await withLocked(db, viewer, budgetId, async (client, budget) => {
    const request = await findRequest(client, budgetId, requestId);
    if (!request) throw errors.notFound('There is no such request.');
    if (!(await decidePending(client, requestId, status, comment, act.actorUserId)))
      throw errors.increaseDecided();
    if (status === 'approved') await raise(client, budget, request);
    await recordAudit(client, {
      ...entryOf(budget, status === 'approved' ? 'approve_increase' : 'deny_increase', act),
      details: {
        requestId,
        limit: formatAmount(budget.unit, request.limit_amount),
        periods: request.periods,
        comment,
      },
    });
  });
}

async function raise(client: Db, budget: BudgetRow, request: IncreaseRow): Promise<void> {
  const { limit_amount: limit, periods } = request;
  if (limit <= (budget.raised_amount ?? budget.limit_amount)) throw errors.increaseNotNeeded();
  await updateBudget(client, {
    ...budget,
    limit_amount: periods === null ? limit : budget.limit_amount,
    raised_amount: periods === null ? null : limit,
    raised_until: periods === null ? null : await findWindowEnd(client, budget, periods),
  });
  await applyBudgets(client, budget.meter_id);
}
