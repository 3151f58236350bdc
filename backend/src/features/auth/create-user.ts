import { recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import type { Db } from '../../lib/sql.ts';
import { applyPlan } from '../accounts/set-plan.ts';
import { postGrant } from '../credits/ledger.ts';
import type { User } from '../me/schemas.ts';
import * as queries from './queries.ts';

const promotionalMicroCredits = 1_000_000_000n;

export type NewUser = {
  email: string;
  /** Hashed before the transaction, whose connection would wait for it. Null: no password fits yet. */
  passwordHash: string | null;
  name: string | null;
  phone: string | null;
  role: User['role'];
  locale: User['locale'];
  /** In a demo every user starts with 1,000 promotional credits. */
  demo: boolean;
  /** Id of the plan that the personal account starts on. */
  planId: string | null;
};

/**
 * Makes a user with everything a user has: the personal account with its member, default project, balance
 * and, in a demo, credits. Call it in a transaction. Gives the user's id. @throws email_taken.
 */
export async function createUser(client: Db, user: NewUser): Promise<string> {
  const userId = newId('usr');
  const accountId = newId('acc');
  const email = user.email.toLowerCase();
  await queries.insertUser(client, { ...user, id: userId, email });
  await queries.insertPersonalAccount(client, { id: accountId, userId, name: email });
  await queries.insertOwner(client, accountId, userId);
  await queries.insertDefaultProject(client, newId('prj'), accountId);
  await queries.insertBalanceMeter(client, accountId);
  if (user.planId) await applyPlan(client, accountId, user.planId);
  if (user.demo) {
    await postGrant(client, {
      accountId,
      kind: 'promotional',
      amountMicroCredits: promotionalMicroCredits,
      description: 'Welcome credits',
    });
  }
  await recordAudit(client, {
    actorUserId: userId,
    action: 'user.create',
    targetType: 'user',
    targetId: userId,
    accountId,
    details: { role: user.role, ...(user.planId && { planId: user.planId }) },
  });
  return userId;
}
