import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, type AnyAct, byItself, recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import { type Db, tx } from '../../lib/sql.ts';
import * as queries from './queries.ts';
import type { NewAccountKillSwitch, NewKillSwitch } from './schemas.ts';
import { findTarget } from './target-queries.ts';

type Target = Pick<queries.NewRow, 'scope' | 'scopeId' | 'accountId'>;

/** Throws a switch for the platform and gives its id. @throws invalid_request, already_stopped */
export async function throwForPlatform(
  db: pg.Pool,
  { scope, scopeId, reason }: NewKillSwitch,
  act: Act,
): Promise<string> {
  return tx(db, async (client) => {
    const target = await targetOf(client, scope, scopeId);
    return store(client, target, reason, 'platform', act);
  });
}

/** Throws a switch for an account on what belongs to it, and gives its id. @throws invalid_request, already_stopped */
export async function throwForAccount(
  db: pg.Pool,
  accountId: string,
  { scope, scopeId, reason }: NewAccountKillSwitch,
  act: Act,
): Promise<string> {
  return tx(db, async (client) => {
    const target = await targetOf(client, scope, scope === 'account' ? (scopeId ?? accountId) : scopeId);
    // What is not the account's own is not there for it.
    if (target.accountId !== accountId) throw noSuchTarget(scope);
    return store(client, target, reason, 'account', act);
  });
}

/** A budget throws a switch on what it is for: its account lifts it, or an admin where it limits all accounts. */
export async function throwForBudget(
  db: Db,
  target: Target,
  reason: string,
  budgetId: string,
): Promise<void> {
  const thrownBy = target.accountId === null ? 'platform' : 'account';
  await store(db, target, reason, thrownBy, byItself, budgetId);
}

/** Lifts a switch; lifting it again changes nothing. */
export async function lift(db: pg.Pool, row: queries.KillSwitchRow, act: Act): Promise<void> {
  await tx(db, async (client) => {
    if (!(await queries.liftKillSwitch(client, row.id, act.actorUserId))) return;
    await recordAudit(client, {
      ...act,
      action: 'kill_switch.lift',
      targetType: 'kill_switch',
      targetId: row.id,
      accountId: row.account_id,
      details: { scope: row.scope, scopeId: row.scope_id },
    });
  });
}

async function targetOf(db: Db, scope: queries.Scope, scopeId: string | undefined): Promise<Target> {
  if (scope === 'platform') {
    if (scopeId !== undefined) throw wrongScopeId('must be absent: the platform is all there is');
    return { scope, scopeId: null, accountId: null };
  }
  if (scopeId === undefined) throw wrongScopeId('is required');
  const found = await findTarget(db, scope, scopeId);
  if (!found) throw noSuchTarget(scope);
  return { scope, scopeId, accountId: found.account_id };
}

const wrongScopeId = (message: string) => errors.invalidFields('body', [{ path: '/scopeId', message }]);
const noSuchTarget = (scope: string) => wrongScopeId(`is no ${scope === 'key' ? 'API key' : scope}`);

async function store(
  db: Db,
  target: Target,
  text: string,
  thrownBy: 'platform' | 'account',
  act: AnyAct,
  budgetId?: string,
): Promise<string> {
  const id = newId('kil');
  const reason = text.trim();
  await queries.insertKillSwitch(db, {
    ...target,
    id,
    reason,
    thrownBy,
    createdBy: act.actorUserId,
    budgetId,
  });
  await recordAudit(db, {
    ...act,
    action: 'kill_switch.throw',
    targetType: 'kill_switch',
    targetId: id,
    accountId: target.accountId,
    details: { scope: target.scope, scopeId: target.scopeId, reason, ...(budgetId && { budgetId }) },
  });
  return id;
}
