import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import { tx } from '../../lib/sql.ts';
import * as admin from './admin-queries.ts';
import { lockModelForSubscribing, upsertSubscription } from './queries.ts';

type Decision = { status: 'active'; comment: string | undefined } | { status: 'denied'; comment: string };

/** Approves or denies a pending subscription; the comment of a denial is the reason its account sees. @throws not_found, not_pending. */
export async function decide(
  db: pg.Pool,
  id: string,
  { status, comment }: Decision,
  act: Act,
): Promise<void> {
  await tx(db, async (client) => {
    const reason = status === 'denied' ? comment : null;
    const decided = await admin.decidePending(client, id, status, reason, act.actorUserId);
    if (!decided) {
      const known = await admin.findAnySubscription(client, id);
      throw known ? errors.notPending() : errors.notFound('There is no such subscription.');
    }
    await recordAudit(client, {
      ...act,
      action: status === 'active' ? 'subscription.approve' : 'subscription.deny',
      targetType: 'subscription',
      targetId: id,
      accountId: decided.account_id,
      details: comment === undefined ? {} : { comment },
    });
  });
}

/**
 * Gives an account access to any model at once, whatever the state of its subscription, and the
 * subscription's id. @throws not_found, already_subscribed when it is active.
 */
export async function grantAccess(
  db: pg.Pool,
  accountId: string,
  modelId: string,
  act: Act,
): Promise<string> {
  return tx(db, async (client) => {
    if (!(await admin.accountExists(client, accountId))) throw errors.notFound('There is no such account.');
    const model = await lockModelForSubscribing(client, act.actorUserId, modelId);
    if (!model) throw errors.notFound('There is no such model.');
    const id = await upsertSubscription(client, {
      id: newId('sub'),
      accountId,
      modelId: model.id,
      status: 'active',
      decidedBy: act.actorUserId,
      replaces: ['pending', 'denied', 'suspended', 'cancelled', 'expired'],
    });
    if (!id) throw errors.alreadySubscribed();
    await recordAudit(client, {
      ...act,
      action: 'subscription.grant',
      targetType: 'subscription',
      targetId: id,
      accountId,
      details: { modelId: model.id },
    });
    return id;
  });
}
