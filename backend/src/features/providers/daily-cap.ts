import type { Act } from '../../lib/audit.ts';
import type { Db } from '../../lib/sql.ts';
import { changeLocked, deleteLocked } from '../budgets/change-budget.ts';
import { createBudget } from '../budgets/create-budget.ts';
import { lockBudget } from '../budgets/queries.ts';
import { findDailyCap } from './queries.ts';

/** What a cloud provider serves a day unless an admin says otherwise. */
const defaultCloudCap = 500;

/** The cap of a new provider. */
export function initialCap(
  providerClass: 'local' | 'cloud',
  asked: number | null | undefined,
): number | null {
  return asked === undefined && providerClass === 'cloud' ? defaultCloudCap : (asked ?? null);
}

/** Makes the provider's cap this many calls a day, or none: a budget like any other, in UTC. */
export async function setDailyCap(
  client: Db,
  providerId: string,
  cap: number | null,
  act: Act,
): Promise<void> {
  const found = await findDailyCap(client, providerId);
  const admin = { accountId: null, userId: act.actorUserId, seesAll: true, mayChange: true };
  const budget = found && (await lockBudget(client, admin, found.id));
  if (budget && cap === null) await deleteLocked(client, budget, act);
  else if (budget && cap !== null) await changeLocked(client, budget, { limit: String(cap) }, act);
  else if (cap !== null)
    await createBudget(
      client,
      null,
      {
        scope: 'provider',
        scopeId: providerId,
        unit: 'requests',
        limit: String(cap),
        period: 'day',
        timeZone: 'UTC',
        thresholds: [80, 100],
      },
      act,
    );
}
