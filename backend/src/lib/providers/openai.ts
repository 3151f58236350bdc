import { readProvider } from './client.ts';
import type { Connection, DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { guessCapabilities } from './guess-capabilities.ts';
import { field, listOf, textOf } from './json.ts';
import { upstreamUrl } from './upstream-url.ts';

/** OpenAI, and everything that speaks its API: a list of names, without limits or prices. */
export const openai: ProviderAdapter = {
  testConnection: async (connection) => {
    await listModels(connection);
  },
  async discoverModels(connection) {
    const names = listOf(field(await listModels(connection), 'data')).map((entry) =>
      textOf(field(entry, 'id')),
    );
    return [...new Set(names)].filter((name) => name !== null).map(namedOnly);
  },
};

async function listModels(connection: Connection): Promise<unknown> {
  const { kind, baseUrl } = connection;
  return readProvider(connection, { url: upstreamUrl(kind, baseUrl, 'models') });
}

/** A model of which nothing is known but its name. */
export function namedOnly(name: string): DiscoveredModel {
  return {
    upstreamModel: name,
    name,
    displayName: null,
    description: null,
    contextLength: null,
    maxOutputTokens: null,
    capabilities: guessCapabilities(name),
    prices: null,
  };
}
