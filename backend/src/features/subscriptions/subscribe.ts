import type pg from 'pg';
import { errors } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import type { VerbOf } from '../../lib/audit-actions.ts';
import { newId } from '../../lib/ids.ts';
import { tx } from '../../lib/sql.ts';
import * as queries from './queries.ts';

/**
 * Asks for access to a model and gives the subscription's id. A listed model with auto-approval is active at
 * once, every other one waits for an admin. What ended or was denied is asked again on the same row.
 * @throws not_found for models the user may not see, already_subscribed.
 */
export async function subscribe(db: pg.Pool, accountId: string, modelId: string, act: Act): Promise<string> {
  return tx(db, async (client) => {
    const model = await queries.lockModelForSubscribing(client, act.actorUserId, modelId);
    if (!model?.visible) throw errors.notFound('There is no such model.');
    const status = model.listed && model.auto_approve ? 'active' : 'pending';
    const id = await queries.upsertSubscription(client, {
      id: newId('sub'),
      accountId,
      modelId: model.id,
      status,
      decidedBy: null,
      replaces: ['denied', 'cancelled', 'expired'],
    });
    if (!id) throw errors.alreadySubscribed();
    const details = { modelId: model.id, status };
    await recordAudit(client, { ...entry('create', accountId, id), ...act, details });
    return id;
  });
}

/** Ends a subscription: its calls stop. @throws not_found, not_cancellable. */
export async function cancel(db: pg.Pool, accountId: string, id: string, act: Act): Promise<void> {
  await tx(db, async (client) => {
    if (!(await queries.cancelSubscription(client, accountId, id))) {
      const known = await queries.findSubscription(client, accountId, id);
      throw known ? errors.notCancellable() : errors.notFound('There is no such subscription.');
    }
    await recordAudit(client, { ...entry('cancel', accountId, id), ...act });
  });
}

function entry(verb: VerbOf<'subscription'>, accountId: string, targetId: string) {
  return { action: `subscription.${verb}` as const, targetType: 'subscription', targetId, accountId };
}
