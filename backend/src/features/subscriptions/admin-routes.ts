import type { Static } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { decodeTimeCursor, toPage } from '../../lib/pages.ts';
import { Page, replies } from '../../lib/schemas.ts';
import { type AdminSubscriptionRow, findAnySubscription, listAllSubscriptions } from './admin-queries.ts';
import { decide, grantAccess } from './decide.ts';
import { toSubscription } from './routes.ts';
import {
  AdminSubscription,
  AdminSubscriptionParams,
  AdminSubscriptionQuery,
  Approval,
  Denial,
  GrantParams,
  NewSubscription,
} from './schemas.ts';

const shared = { tags: ['Admin: subscriptions'], security: [{ accessToken: [] }] };

/** Approvals: what accounts asked for, and what admins decide. */
export async function adminSubscriptionRoutes(app: App): Promise<void> {
  app.get(
    '/subscriptions',
    {
      schema: {
        ...shared,
        summary: 'List all subscriptions',
        description: 'Subscriptions of all accounts, the oldest first; status=pending is the approval queue.',
        querystring: AdminSubscriptionQuery,
        response: replies({ 200: Page(AdminSubscription) }),
      },
    },
    async ({ query }) => {
      const after = decodeTimeCursor(query.cursor);
      const found = await listAllSubscriptions(app.db, query, query.limit, after);
      const page = toPage(found, query.limit, (row) => [row.cursor_at, row.id]);
      return { data: page.rows.map(toAdminSubscription), nextCursor: page.nextCursor };
    },
  );

  app.post(
    '/subscriptions/:subscriptionId/approve',
    {
      schema: {
        ...shared,
        summary: 'Approve a subscription',
        description: 'Makes a pending subscription active. Answers 409 not_pending when it is not pending.',
        params: AdminSubscriptionParams,
        body: Approval,
        response: replies({ 200: AdminSubscription }),
      },
    },
    async (request) => {
      const { subscriptionId } = request.params;
      const comment = request.body?.comment;
      await decide(app.db, subscriptionId, { status: 'active', comment }, actOf(request));
      return toAdminSubscription(await existingSubscription(app, subscriptionId));
    },
  );

  app.post(
    '/subscriptions/:subscriptionId/deny',
    {
      schema: {
        ...shared,
        summary: 'Deny a subscription',
        description:
          'Denies a pending subscription; its account sees the comment as the reason and may ask again. Answers 409 not_pending when it is not pending.',
        params: AdminSubscriptionParams,
        body: Denial,
        response: replies({ 200: AdminSubscription }),
      },
    },
    async (request) => {
      const { subscriptionId } = request.params;
      await decide(
        app.db,
        subscriptionId,
        { status: 'denied', comment: request.body.comment },
        actOf(request),
      );
      return toAdminSubscription(await existingSubscription(app, subscriptionId));
    },
  );

  app.post(
    '/accounts/:accountId/subscriptions',
    {
      schema: {
        ...shared,
        summary: 'Grant access to a model',
        description:
          'Gives an account an active subscription to any model at once, also to restricted and hidden ones. Answers 409 already_subscribed when it is active already.',
        params: GrantParams,
        body: NewSubscription,
        response: replies({ 201: AdminSubscription }),
      },
    },
    async (request, reply) => {
      const id = await grantAccess(app.db, request.params.accountId, request.body.modelId, actOf(request));
      return reply.status(201).send(toAdminSubscription(await existingSubscription(app, id)));
    },
  );
}

/** @throws not_found */
export async function existingSubscription(app: App, id: string): Promise<AdminSubscriptionRow> {
  const row = await findAnySubscription(app.db, id);
  if (!row) throw errors.notFound('There is no such subscription.');
  return row;
}

/** A subscription as admins see it. */
export function toAdminSubscription(row: AdminSubscriptionRow): Static<typeof AdminSubscription> {
  return {
    ...toSubscription(row),
    accountId: row.account_id,
    accountName: row.account_name,
    userEmail: row.user_email,
  };
}
