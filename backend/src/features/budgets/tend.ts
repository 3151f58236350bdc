import type pg from 'pg';
import { byItself, recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import { tx } from '../../lib/sql.ts';
import { throwForBudget } from '../kill-switches/throw-switch.ts';
import { formatAmount } from '../../lib/meter-standings.ts';
import { entryOf } from './change-budget.ts';
import * as queries from './tend-queries.ts';
import { applyBudgets } from './write-queries.ts';

/**
 * What budgets need by the clock: temporary increases end, meters that were made while calls ran are counted
 * again, thresholds raise alerts, and what is to be stopped at its limit is. One pass; each act by itself.
 */
export async function tendBudgets(db: pg.Pool, onAlert: (scope: string) => void): Promise<void> {
  await endIncreases(db);
  for (const meter of await queries.listDueMeters(db))
    await queries.recountMeter(db, meter.id, meter.known_since);
  for (const crossing of await queries.listCrossings(db))
    if (await queries.insertAlert(db, newId('alr'), crossing)) onAlert(crossing.scope);
  for (const budget of await queries.listUnstopped(db)) await stop(db, budget);
}

async function endIncreases(db: pg.Pool): Promise<void> {
  for (const budget of await queries.listEndedIncreases(db)) {
    await tx(db, async (client) => {
      if (!(await queries.endIncrease(client, budget))) return;
      await applyBudgets(client, budget.meter_id);
      const limit = formatAmount(budget.unit, budget.raised_amount ?? 0n);
      await recordAudit(client, { ...entryOf(budget, 'end_increase', byItself), details: { limit } });
    });
  }
}

async function stop(
  db: pg.Pool,
  { id, account_id: accountId, scope, scope_id: scopeId, ...budget }: queries.StopRow,
) {
  const target = { scope, scopeId: scope === 'platform' ? null : scopeId, accountId };
  const reason = `The budget of ${formatAmount(budget.unit, budget.limit_now)} ${budget.unit} is used up.`;
  await tx(db, (client) => throwForBudget(client, target, reason, id));
}
