import type pg from 'pg';
import { errors, type FieldError } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import { tx } from '../../lib/sql.ts';
import { parseAmount } from '../budgets/amounts.ts';
import type { Viewer } from '../budgets/viewer.ts';
import { findLimitingBudget, insertRequest, type LimitingBudget } from './queries.ts';
import type { NewIncreaseRequest } from './schemas.ts';

/** Asks for a higher limit and gives the request's id. @throws not_found, invalid_request, increase_requested. */
export async function askForIncrease(
  db: pg.Pool,
  viewer: Viewer & { accountId: string },
  budgetId: string,
  body: NewIncreaseRequest,
  act: Act,
): Promise<string> {
  return tx(db, async (client) => {
    const budget = await findLimitingBudget(client, viewer, budgetId);
    if (!budget) throw errors.notFound('There is no such budget.');
    const id = newId('inc');
    await insertRequest(client, {
      id,
      budget_id: budget.id,
      account_id: viewer.accountId,
      requested_by: act.actorUserId,
      limit_amount: checkedLimit(budget, body),
      periods: body.periods ?? null,
      reason: body.reason,
    });
    await recordAudit(client, {
      ...act,
      action: 'budget.request_increase',
      targetType: 'budget',
      targetId: budget.id,
      accountId: viewer.accountId,
      details: { ...body, requestId: id },
    });
    return id;
  });
}

function checkedLimit(budget: LimitingBudget, { limit: wanted, periods }: NewIncreaseRequest): bigint {
  const faults: FieldError[] = [];
  const limit = parseAmount(budget.unit, wanted);
  if (limit === undefined || limit <= budget.limit_now)
    faults.push({ path: '/limit', message: 'must be above the limit that holds now' });
  if (periods !== undefined && budget.period === 'total')
    faults.push({ path: '/periods', message: 'is for budgets that reset' });
  if (limit === undefined || faults.length > 0) throw errors.invalidFields('body', faults);
  return limit;
}
