import type pg from 'pg';
import { errors, type FieldError } from '../../errors.ts';
import { type Act, type AnyAct, recordAudit } from '../../lib/audit.ts';
import type { VerbOf } from '../../lib/audit-actions.ts';
import { type Db, tx } from '../../lib/sql.ts';
import { formatAmount } from '../../lib/meter-standings.ts';
import { parseAmount } from './amounts.ts';
import {
  canBeStopped,
  cannotBeStopped,
  checkedFallback,
  fallbackToItself,
  inOrder,
  wrongLimit,
} from './create-budget.ts';
import { type BudgetRow, lockBudget, lockBudgetsOf, type LockedRow } from './queries.ts';
import type { BudgetChange, Scope } from './schemas.ts';
import type { Viewer } from './viewer.ts';
import * as queries from './write-queries.ts';

/** Changes what the body names and leaves the rest; calls feel it at once. @throws not_found, invalid_request. */
export async function changeBudget(
  db: pg.Pool,
  viewer: Viewer,
  id: string,
  change: BudgetChange,
  act: Act,
): Promise<void> {
  await withLocked(db, viewer, id, (client, row) => changeLocked(client, row, change, act));
}

/** The same in a transaction of somebody else, of a row that is locked. */
export async function changeLocked(
  client: Db,
  row: BudgetRow,
  change: BudgetChange,
  act: Act,
): Promise<void> {
  await queries.updateBudget(client, await checkedChange(client, row, change));
  await queries.applyBudgets(client, row.meter_id);
  const details = { ...change, limitBefore: formatAmount(row.unit, row.limit_amount) };
  await recordAudit(client, { ...entryOf(row, 'update', act), details });
}

/** Ends a budget; calls that run still settle on its meter. @throws not_found. */
export async function removeBudget(db: pg.Pool, viewer: Viewer, id: string, act: Act): Promise<void> {
  await withLocked(db, viewer, id, (client, row) => deleteLocked(client, row, act));
}

/** The same in a transaction of somebody else, of a row that is locked. */
export async function deleteLocked(client: Db, row: LockedRow, act: Act): Promise<void> {
  await queries.markDeleted(client, row.id);
  await queries.applyBudgets(client, row.meter_id);
  await recordAudit(client, entryOf(row, 'delete', act));
}

/** Ends all budgets of an owner that is going, in the transaction that ends it. */
export async function deleteBudgetsOf(client: Db, scope: Scope, scopeId: string, act: Act): Promise<void> {
  for (const row of await lockBudgetsOf(client, scope, scopeId)) await deleteLocked(client, row, act);
}

/** Counts from now on; calls that run settle into the new count. @throws not_found. */
export async function resetBudget(db: pg.Pool, viewer: Viewer, id: string, act: Act): Promise<void> {
  await withLocked(db, viewer, id, async (client, row) => {
    await queries.resetMeter(client, row.meter_id, row.unit);
    const details = { used: formatAmount(row.unit, row.used) };
    await recordAudit(client, { ...entryOf(row, 'reset', act), details });
  });
}

/** Runs `work` on a budget that nobody else changes meanwhile. @throws not_found. */
export function withLocked<Result>(
  db: pg.Pool,
  viewer: Viewer,
  id: string,
  work: (client: pg.PoolClient, row: BudgetRow) => Promise<Result>,
): Promise<Result> {
  return tx(db, async (client) => {
    const row = await lockBudget(client, viewer, id);
    if (!row) throw errors.notFound('There is no such budget.');
    return work(client, row);
  });
}

/** What the audit log says of an act on a budget. */
export function entryOf(
  { id, account_id: accountId }: Pick<BudgetRow, 'id' | 'account_id'>,
  verb: VerbOf<'budget'>,
  act: AnyAct,
) {
  return { ...act, action: `budget.${verb}` as const, targetType: 'budget', targetId: id, accountId };
}

async function checkedChange(db: Db, row: BudgetRow, change: BudgetChange): Promise<queries.BudgetValues> {
  const faults: FieldError[] = [];
  const limit = change.limit === undefined ? row.limit_amount : parseAmount(row.unit, change.limit);
  if (limit === undefined) faults.push(wrongLimit);
  const onExceed = change.onExceed ?? row.on_exceed;
  const fallbackModelId = await changedFallback(db, row, change, onExceed, faults);
  if (row.scope === 'model' && row.scope_id === fallbackModelId) faults.push(fallbackToItself);
  if (onExceed === 'kill' && !canBeStopped(row.account_id, row.scope)) faults.push(cannotBeStopped);
  if (limit === undefined || faults.length > 0) throw errors.invalidFields('body', faults);
  const isNewLimit = change.limit !== undefined;
  return {
    id: row.id,
    limit_amount: limit,
    raised_amount: isNewLimit ? null : row.raised_amount,
    raised_until: isNewLimit ? null : row.raised_until,
    thresholds: change.thresholds ? inOrder(change.thresholds) : row.thresholds,
    on_exceed: onExceed,
    fallback_model_id: fallbackModelId,
    name: change.name === undefined ? row.name : (change.name?.trim() ?? null),
  };
}

/** As it was, unless the change is about it: the model may have been hidden since. */
async function changedFallback(
  db: Db,
  row: BudgetRow,
  change: BudgetChange,
  onExceed: string,
  faults: FieldError[],
): Promise<string | null> {
  if (change.onExceed === undefined && change.fallbackModelId === undefined) return row.fallback_model_id;
  const kept = onExceed === 'fallback' ? (row.fallback_model_id ?? undefined) : undefined;
  return checkedFallback(db, row.account_id, onExceed, change.fallbackModelId ?? kept, faults);
}
