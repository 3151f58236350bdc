import { type Db, query, queryOne } from '../../lib/sql.ts';
import type { AdminAccountRow } from './queries.ts';

/** Sets the plan and gives the account and the plan it had; undefined when there is no such account. */
export function updatePlan(
  db: Db,
  accountId: string,
  planId: string | null,
): Promise<(AdminAccountRow & { previous_plan_id: string | null }) | undefined> {
  return queryOne(
    db,
    `WITH before AS (SELECT id, plan_id FROM accounts WHERE id = $1 FOR NO KEY UPDATE)
     UPDATE accounts a SET plan_id = $2 FROM before WHERE a.id = before.id
     RETURNING a.id, a.kind, a.name, a.plan_id, a.created_at, before.plan_id AS previous_plan_id`,
    [accountId, planId],
  );
}

/** Requests and tokens a minute; null is no limit. */
export type PlanLimits = { rpm: number | null; tpm: number | null; concurrency: number | null };

/** Locked against changes of its limits until the transaction ends. */
export function findPlanLimits(db: Db, planId: string): Promise<PlanLimits | undefined> {
  return queryOne(db, 'SELECT rpm, tpm, concurrency FROM plans WHERE id = $1 FOR SHARE', [planId]);
}

/** Limits all calls of an account, by the minute and at once. */
export async function updateRateLimits(db: Db, accountId: string, limits: PlanLimits): Promise<void> {
  await query(
    db,
    `UPDATE meters SET rpm_limit = $2, tpm_limit = $3, concurrency_limit = $4
     WHERE scope = 'account' AND scope_id = $1 AND period = 'total'`,
    [accountId, limits.rpm, limits.tpm, limits.concurrency],
  );
}
