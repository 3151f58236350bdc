import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { type Db, tx } from '../../lib/sql.ts';
import { findPlanLimits, updatePlan, updateRateLimits } from './admin-queries.ts';
import type { AdminAccountRow } from './queries.ts';

const noLimits = { rpm: null, tpm: null, concurrency: null };

/** Puts an account on a plan (null: on none), with the plan's limits by the minute and at once. @throws not_found, invalid_request. */
export async function setPlan(
  db: pg.Pool,
  accountId: string,
  planId: string | null,
  act: Act,
): Promise<AdminAccountRow> {
  return tx(db, async (client) => {
    const account = await applyPlan(client, accountId, planId);
    if (!account) throw errors.notFound('There is no such account.');
    await recordAudit(client, {
      ...act,
      action: 'account.plan',
      targetType: 'account',
      targetId: accountId,
      accountId,
      details: { from: account.previous_plan_id, to: planId },
    });
    return account;
  });
}

/** The same within a transaction, and without the audit; undefined when there is no such account. */
export async function applyPlan(client: Db, accountId: string, planId: string | null) {
  const limits = planId === null ? noLimits : await findPlanLimits(client, planId);
  if (!limits) throw errors.invalidFields('body', [{ path: '/planId', message: 'is not a plan' }]);
  const account = await updatePlan(client, accountId, planId);
  if (account) await updateRateLimits(client, accountId, limits);
  return account;
}
