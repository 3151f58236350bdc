import { errors, type FieldError } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import type { Db } from '../../lib/sql.ts';
import { parseAmount } from './amounts.ts';
import { findFallbackModel, findOwner, findOwnerTimeZone } from './owners.ts';
import type { NewBudget } from './schemas.ts';
import { toWindow } from './window.ts';
import * as queries from './write-queries.ts';

/**
 * Makes a budget of an account (null: of the platform) in the caller's transaction and gives its id. It counts what its
 * owner has used in the window already. @throws invalid_request naming every wrong field, budget_exists.
 */
export async function createBudget(
  client: Db,
  accountId: string | null,
  body: NewBudget,
  act: Act,
): Promise<string> {
  const { owner, window, limit, fallbackModelId } = await checkedInput(client, accountId, body);
  const id = newId('bud');
  const meterId = await queries.openBudgetMeter(client, owner, window, body.unit);
  await queries.insertBudget(client, {
    id,
    account_id: accountId,
    meter_id: meterId,
    scope: owner.scope,
    scope_id: owner.scopeId,
    unit: body.unit,
    limit_amount: limit,
    name: body.name?.trim() ?? null,
    thresholds: body.thresholds && inOrder(body.thresholds),
    on_exceed: body.onExceed ?? 'block',
    fallback_model_id: fallbackModelId,
    created_by: act.actorUserId,
  });
  await queries.applyBudgets(client, meterId);
  await recordAudit(client, {
    ...act,
    action: 'budget.create',
    targetType: 'budget',
    targetId: id,
    accountId,
    details: { ...body, ...window, scopeId: owner.scopeId },
  });
  return id;
}

async function checkedInput(db: Db, accountId: string | null, body: NewBudget) {
  const faults: FieldError[] = [];
  const owner = await findOwner(db, accountId, body.scope, body.scopeId);
  if (!owner)
    faults.push({ path: '/scopeId', message: `is not a ${body.scope} that can have a budget here` });
  const window = toWindow(body, await findOwnerTimeZone(db, accountId), faults);
  const limit = parseAmount(body.unit, body.limit);
  if (limit === undefined) faults.push(wrongLimit);
  const fallbackModelId = await checkedFallback(
    db,
    accountId,
    body.onExceed ?? 'block',
    body.fallbackModelId,
    faults,
  );
  if (body.scope === 'model' && owner && owner.scopeId === fallbackModelId) faults.push(fallbackToItself);
  if (body.onExceed === 'kill' && !canBeStopped(accountId, body.scope)) faults.push(cannotBeStopped);
  if (!owner || limit === undefined || faults.length > 0) throw errors.invalidFields('body', faults);
  return { owner, window, limit, fallbackModelId };
}

/** The model that calls go to at the limit, where they do; what does not fit goes to `faults`. */
export async function checkedFallback(
  db: Db,
  accountId: string | null,
  onExceed: string,
  idOrName: string | undefined,
  faults: FieldError[],
): Promise<string | null> {
  if (onExceed !== 'fallback') {
    if (idOrName !== undefined)
      faults.push({ path: '/fallbackModelId', message: 'is for onExceed fallback only' });
    return null;
  }
  const id = idOrName === undefined ? undefined : await findFallbackModel(db, accountId, idOrName);
  if (id === undefined)
    faults.push({ path: '/fallbackModelId', message: 'is not a model that can be seen here' });
  return id ?? null;
}

export const fallbackToItself = {
  path: '/fallbackModelId',
  message: 'is the model that the budget is for',
};
/** Whether a kill switch can stop the scope, and nothing more than that. */
export function canBeStopped(accountId: string | null, scope: string): boolean {
  return accountId === null || ['account', 'project', 'key'].includes(scope);
}

export const cannotBeStopped = {
  path: '/onExceed',
  message: 'kill is not for this scope: no switch stops it alone',
};
export const wrongLimit = { path: '/limit', message: 'must be above 0, and whole for requests and tokens' };
export const inOrder = (thresholds: number[]) => thresholds.toSorted((a, b) => a - b);
