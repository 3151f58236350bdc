import type { App } from '../../app.ts';
import { actOf } from '../../lib/audit.ts';
import { replies } from '../../lib/schemas.ts';
import { existingSubscription, toAdminSubscription } from './admin-routes.ts';
import { AdminSubscription, AdminSubscriptionParams, QuotaChange } from './schemas.ts';
import { setQuota } from './set-quota.ts';

/** What subscriptions may come to, for admins. */
export async function quotaRoutes(app: App): Promise<void> {
  app.patch(
    '/subscriptions/:subscriptionId',
    {
      schema: {
        tags: ['Admin: subscriptions'],
        security: [{ accessToken: [] }],
        summary: 'Change the quota of a subscription',
        description:
          'Sets what its calls may come to in a month (UTC); what is left out stays, null is no limit. The next call feels it.',
        params: AdminSubscriptionParams,
        body: QuotaChange,
        response: replies({ 200: AdminSubscription }),
      },
    },
    async (request) => {
      const { subscriptionId } = request.params;
      await setQuota(app.db, subscriptionId, request.body, actOf(request));
      return toAdminSubscription(await existingSubscription(app, subscriptionId));
    },
  );
}
