import type { App } from '../../app.ts';
import { formatCredits } from '../../lib/credits.ts';
import { replies } from '../../lib/schemas.ts';
import { listProviderHealth } from '../health/provider-health.ts';
import { countAll, sumToday } from './queries.ts';
import { Overview } from './schemas.ts';

/** The first page of an admin. */
export async function overviewRoutes(app: App): Promise<void> {
  app.get(
    '/overview',
    {
      schema: {
        tags: ['Admin: operations'],
        security: [{ accessToken: [] }],
        summary: 'Get the overview',
        description:
          'Counts of the whole platform, the calls and credits of today, and the providers with their breakers as all instances see them.',
        response: replies({ 200: Overview }),
      },
    },
    async ({ caller }) => {
      const [counts, today, { providers }] = await Promise.all([
        countAll(app.db),
        sumToday(app.db, caller.userId),
        listProviderHealth(app),
      ]);
      return {
        users: counts.users,
        accounts: counts.accounts,
        activeKeys: counts.active_keys,
        pendingSubscriptions: counts.pending_subscriptions,
        callsToday: today.calls,
        errorsToday: today.errors,
        creditsUsedToday: formatCredits(today.cost_micro_credits),
        creditsOutstanding: formatCredits(counts.outstanding_micro_credits),
        providers: providers.map(({ provider: { id, name, kind, enabled }, breaker }) => ({
          id,
          name,
          kind,
          enabled,
          breaker,
        })),
      };
    },
  );
}
