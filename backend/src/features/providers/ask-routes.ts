import type { App } from '../../app.ts';
import { List, replies } from '../../lib/schemas.ts';
import { discoverModels, testStoredProvider } from './ask-provider.ts';
import { existingProvider } from './existing-provider.ts';
import { DiscoveredModel, ProviderParams, ProviderTest } from './schemas.ts';

const shared = { tags: ['Admin: providers'], security: [{ accessToken: [] }] };

/** What admins may ask a provider itself, through its stored connection. */
export async function askProviderRoutes(app: App): Promise<void> {
  app.post(
    '/providers/:providerId/test',
    {
      schema: {
        ...shared,
        summary: 'Test a provider',
        description:
          'Asks the upstream whether it answers and accepts the API key, within 5 seconds. An upstream that does not is ok: false with the reason, not an error of this route.',
        params: ProviderParams,
        response: replies({ 200: ProviderTest }),
      },
    },
    async ({ params }) =>
      testStoredProvider(app.secretBox, await existingProvider(app.db, params.providerId)),
  );

  app.post(
    '/providers/:providerId/discover',
    {
      schema: {
        ...shared,
        summary: 'Discover models',
        description:
          'Asks the upstream which models it serves, and stores nothing. Prices are suggestions, present only where the upstream states them (US dollars become credits, rounded up). Answers 502 provider_unreachable with the reason when the upstream does not answer as expected.',
        params: ProviderParams,
        response: replies({ 200: List(DiscoveredModel) }),
      },
    },
    async ({ params }) => ({
      data: await discoverModels(app.db, app.secretBox, await existingProvider(app.db, params.providerId)),
    }),
  );
}
