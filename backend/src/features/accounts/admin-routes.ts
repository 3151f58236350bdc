import { Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { actOf } from '../../lib/audit.ts';
import { Body, Nullable, replies } from '../../lib/schemas.ts';
import { toAdminAccount } from './routes.ts';
import { AdminAccount, AnyAccountParams } from './schemas.ts';
import { setPlan } from './set-plan.ts';

/** Accounts, for admins. */
export async function adminAccountRoutes(app: App): Promise<void> {
  app.put(
    '/accounts/:accountId/plan',
    {
      schema: {
        tags: ['Admin: accounts'],
        security: [{ accessToken: [] }],
        summary: 'Set the plan of an account',
        description:
          'Puts an account on a plan, or on none. Its limits by the minute hold for all keys of the account together, on all instances within a second.',
        params: AnyAccountParams,
        body: Body({
          planId: Nullable(Type.String({ maxLength: 100, description: 'Id of a plan; null: no plan' })),
        }),
        response: replies({ 200: AdminAccount }),
      },
    },
    async (request) =>
      toAdminAccount(await setPlan(app.db, request.params.accountId, request.body.planId, actOf(request))),
  );
}
