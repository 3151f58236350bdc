import { type Static, Type } from '@sinclair/typebox';
import type { App } from '../../app.ts';
import { actOf } from '../../lib/audit.ts';
import { usualPlainSettings } from '../../lib/providers/connection-settings.ts';
import { List, replies } from '../../lib/schemas.ts';
import { changeProvider, createProvider, removeProvider } from './change-provider.ts';
import { existingProvider } from './existing-provider.ts';
import { type CountedProviderRow, listProviders } from './queries.ts';
import { NewProvider, Provider, ProviderChange, ProviderParams } from './schemas.ts';

const shared = { tags: ['Admin: providers'], security: [{ accessToken: [] }] };

/** Providers, for admins: what the gateway sends calls to. No reply ever holds a provider's secret. */
export async function providerRoutes(app: App): Promise<void> {
  const tools = { db: app.db, secretBox: app.secretBox, demo: app.config.demo };

  app.get(
    '/providers',
    {
      schema: {
        ...shared,
        summary: 'List providers',
        description: 'All providers by name, with how many models have a route to each.',
        response: replies({ 200: List(Provider) }),
      },
    },
    async () => ({ data: (await listProviders(app.db)).map(toProvider) }),
  );

  app.post(
    '/providers',
    {
      schema: {
        ...shared,
        summary: 'Add a provider',
        description:
          'Stores a connection to an upstream. The API key is kept encrypted and never shown. The base URL may end in /v1 or not. Answers 409 name_taken when the name is in use.',
        body: NewProvider,
        response: replies({ 201: Provider }),
      },
    },
    async (request, reply) => {
      const id = await createProvider(tools, request.body, actOf(request));
      return reply.status(201).send(toProvider(await existingProvider(app.db, id)));
    },
  );

  app.get(
    '/providers/:providerId',
    {
      schema: {
        ...shared,
        summary: 'Get a provider',
        description: 'One provider by its id.',
        params: ProviderParams,
        response: replies({ 200: Provider }),
      },
    },
    async ({ params }) => toProvider(await existingProvider(app.db, params.providerId)),
  );

  app.patch(
    '/providers/:providerId',
    {
      schema: {
        ...shared,
        summary: 'Change a provider',
        description:
          'Changes the fields that are sent and leaves the others. headers: what is named is replaced, or removed by null. apiKey: a string replaces the secret, null removes it. A disabled provider gets no new calls.',
        params: ProviderParams,
        body: ProviderChange,
        response: replies({ 200: Provider }),
      },
    },
    async (request) => {
      await changeProvider(tools, request.params.providerId, request.body, actOf(request));
      return toProvider(await existingProvider(app.db, request.params.providerId));
    },
  );

  app.delete(
    '/providers/:providerId',
    {
      schema: {
        ...shared,
        summary: 'Delete a provider',
        description: 'Removes a provider. Answers 409 provider_in_use while models have routes to it.',
        params: ProviderParams,
        response: replies({ 204: Type.Null() }),
      },
    },
    async (request, reply) => {
      await removeProvider(app.db, request.params.providerId, actOf(request));
      return reply.status(204).send(null);
    },
  );
}

function toProvider(row: CountedProviderRow): Static<typeof Provider> {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    baseUrl: row.base_url,
    class: row.class,
    hasApiKey: row.api_key_encrypted !== null,
    maxConcurrency: row.max_concurrency,
    maxQueue: row.max_queue,
    overflowAfter: row.overflow_after,
    dailyRequestCap: numberOf(row.daily_request_cap),
    dailyRequestsUsed: numberOf(row.daily_requests_used),
    ...shownSettings(row.connection),
    enabled: row.enabled,
    modelCount: row.model_count,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

function shownSettings({
  headerNames = [],
  hasProxyCredentials = false,
  ...plain
}: CountedProviderRow['connection']) {
  return { ...usualPlainSettings, ...plain, headerNames, hasProxyCredentials };
}

const numberOf = (value: bigint | null) => (value === null ? null : Number(value));
