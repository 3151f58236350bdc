import type { App } from '../../app.ts';
import { errors } from '../../errors.ts';
import { actOf } from '../../lib/audit.ts';
import { formatCredits } from '../../lib/credits.ts';
import { replies } from '../../lib/schemas.ts';
import { AnyAccountParams } from '../accounts/schemas.ts';
import { adjustCredits } from './adjust.ts';
import { Adjusted, IdempotencyHeaders, NewAdjustment } from './schemas.ts';

/** The credits of any account, for admins. */
export async function adminCreditRoutes(app: App): Promise<void> {
  app.post(
    '/accounts/:accountId/credits/adjustments',
    {
      config: { knowsItsKey: true },
      schema: {
        tags: ['Admin: accounts'],
        security: [{ accessToken: [] }],
        summary: 'Adjust the credits of an account',
        description:
          'Gives credits, or takes some that are neither spent nor held by running calls. Needs an Idempotency-Key: repeated with the same key it happens once. Answers 409 insufficient_balance when the account does not have that many available.',
        params: AnyAccountParams,
        headers: IdempotencyHeaders,
        body: NewAdjustment,
        response: replies({ 201: Adjusted }),
      },
    },
    async (request, reply) => {
      const key = request.idempotency?.key;
      if (!key) throw errors.idempotencyKeyRequired();
      const { params, body } = request;
      const adjusted = await adjustCredits(app.db, params.accountId, body, key, actOf(request));
      const { ledgerTransactionId, balanceMicroCredits } = adjusted;
      return reply
        .status(201)
        .send({ ledgerTransactionId, balanceCredits: formatCredits(balanceMicroCredits) });
    },
  );
}
