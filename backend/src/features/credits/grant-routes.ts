import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { List, replies } from '../../lib/schemas.ts';
import { AnyAccountParams } from '../accounts/schemas.ts';
import { getCredits } from './get-credits.ts';
import { giveNewGrant } from './give-grant.ts';
import { toGrant } from './grant-replies.ts';
import { revokeGrant } from './revoke-grant.ts';
import { Grant, GrantParams, IdempotencyHeaders, NewGrant, Revocation } from './schemas.ts';

const shared = { tags: ['Admin: accounts'], security: [{ accessToken: [] }] };

/** The grants of any account, for admins. */
export async function adminGrantRoutes(app: App): Promise<void> {
  app.get(
    '/accounts/:accountId/grants',
    {
      schema: {
        ...shared,
        summary: 'List the grants of an account',
        description: 'All that the account was ever granted and what is left of each, the newest first.',
        params: AnyAccountParams,
        response: replies({ 200: List(Grant) }),
      },
    },
    async ({ params }) => ({ data: (await getCredits(app.db, params.accountId)).grants }),
  );

  app.post(
    '/accounts/:accountId/grants',
    {
      config: { knowsItsKey: true },
      schema: {
        ...shared,
        summary: 'Give a grant',
        description:
          'Puts credits into an account, for any model or for some, for ever or until a time. Grants for the model of a call pay first; then by priority, soonest expiry, given before paid, oldest. Needs an Idempotency-Key: repeated with the same key it happens once.',
        params: AnyAccountParams,
        headers: IdempotencyHeaders,
        body: NewGrant,
        response: replies({ 201: Grant }),
      },
    },
    async (request, reply) => {
      const key = request.idempotency?.key;
      if (!key) throw errors.idempotencyKeyRequired();
      const { params, body } = request;
      const grant = await giveNewGrant(app.db, params.accountId, body, key, actOf(request));
      return reply.status(201).send(toGrant(grant));
    },
  );

  app.post(
    '/accounts/:accountId/grants/:grantId/revoke',
    {
      schema: {
        ...shared,
        summary: 'Revoke a grant',
        description:
          'Takes back what is left of a grant. Calls that run now may still use what they hold of it; what they leave goes when they end. Needs an Idempotency-Key.',
        params: GrantParams,
        headers: IdempotencyHeaders,
        body: Revocation,
        response: replies({ 200: Grant }),
      },
    },
    async (request) => {
      if (!request.idempotency) throw errors.idempotencyKeyRequired();
      const { accountId, grantId } = request.params;
      return toGrant(await revokeGrant(app.db, accountId, grantId, request.body.reason, actOf(request)));
    },
  );
}
