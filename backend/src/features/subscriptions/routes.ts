import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { accountParams } from '../../lib/account-params.ts';
import { actOf } from '../../lib/audit.ts';
import { requireDeveloper } from '../../lib/member-roles.ts';
import { List, replies } from '../../lib/schemas.ts';
import { findSubscription, listSubscriptions, type SubscriptionRow } from './queries.ts';
import { NewSubscription, Subscription, SubscriptionParams } from './schemas.ts';
import { cancel, subscribe } from './subscribe.ts';

const shared = { tags: ['Subscriptions'], security: [{ accessToken: [] }] };

/** An account's access to models, for its members. */
export async function subscriptionRoutes(app: App): Promise<void> {
  app.get(
    '/subscriptions',
    {
      schema: {
        ...shared,
        summary: 'List subscriptions',
        description: 'All subscriptions of the account by model name, also ended and denied ones.',
        params: Type.Object(accountParams),
        response: replies({ 200: List(Subscription) }),
      },
    },
    async ({ account }) => ({ data: (await listSubscriptions(app.db, account.id)).map(toSubscription) }),
  );

  app.post(
    '/subscriptions',
    {
      schema: {
        ...shared,
        summary: 'Subscribe to a model',
        description:
          'Asks for access to a model the caller can see. It is active at once when the model approves automatically, otherwise pending until an admin decides. A denied, cancelled or expired subscription is asked again. Answers 409 already_subscribed when one is pending, active or suspended.',
        params: Type.Object(accountParams),
        body: NewSubscription,
        response: replies({ 201: Subscription }),
      },
    },
    async (request, reply) => {
      const { account, body } = request;
      requireDeveloper(account.role);
      const id = await subscribe(app.db, account.id, body.modelId, actOf(request));
      return reply.status(201).send(toSubscription(await existing(app, account.id, id)));
    },
  );

  app.post(
    '/subscriptions/:subscriptionId/cancel',
    {
      schema: {
        ...shared,
        summary: 'Cancel a subscription',
        description:
          'Ends a pending, active or suspended subscription: calls to its model stop at once. It can be asked again. Answers 409 not_cancellable when it has ended already.',
        params: SubscriptionParams,
        response: replies({ 200: Subscription }),
      },
    },
    async (request) => {
      const { account, params } = request;
      requireDeveloper(account.role);
      await cancel(app.db, account.id, params.subscriptionId, actOf(request));
      return toSubscription(await existing(app, account.id, params.subscriptionId));
    },
  );
}

async function existing(app: App, accountId: string, id: string): Promise<SubscriptionRow> {
  const row = await findSubscription(app.db, accountId, id);
  if (!row) throw errors.notFound('There is no such subscription.');
  return row;
}

/** A subscription as its account sees it. */
export function toSubscription(row: SubscriptionRow): Static<typeof Subscription> {
  return {
    id: row.id,
    modelId: row.model_id,
    modelName: row.model_name,
    modelDisplayName: row.model_display_name,
    status: row.status,
    reason: row.reason,
    quota: {
      requestsPerMonth: row.requests_limit === null ? null : Number(row.requests_limit),
      tokensPerMonth: row.tokens_limit === null ? null : Number(row.tokens_limit),
      requestsUsed: Number(row.requests_used),
      tokensUsed: Number(row.tokens_used),
      resetsAt: new Date(Number(row.quota_ends_ms)).toISOString(),
    },
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}
