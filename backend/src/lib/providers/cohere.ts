import { readProvider } from './client.ts';
import { namedOnly, openai } from './openai.ts';
import type { Connection, DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { field, listOf, textOf, tokensOf } from './json.ts';

const pageSize = 1_000;
const compatible = /\/compatibility\/v1$/;

/** Cohere: its own list says what models are for and how long their contexts are; calls go to what it has for OpenAI's clients. */
export const cohere: ProviderAdapter = {
  testConnection: async (connection) => {
    await discover(connection);
  },
  discoverModels: discover,
};

async function discover(connection: Connection): Promise<DiscoveredModel[]> {
  const { baseUrl } = connection;
  if (!compatible.test(baseUrl)) return openai.discoverModels(connection);
  const url = `${baseUrl.replace(compatible, '')}/v1/models?page_size=${pageSize}`;
  return listOf(field(await readProvider(connection, { url }), 'models')).flatMap(describe);
}

/** What Cohere calls what its models can be asked for, in the catalogue's words. */
const endpointCapabilities: Record<string, string> = { chat: 'chat', embed: 'embeddings', rerank: 'rerank' };

function describe(entry: unknown): DiscoveredModel[] {
  const name = textOf(field(entry, 'name'));
  const endpoints = listOf(field(entry, 'endpoints'));
  const capabilities = endpoints.flatMap((endpoint) => endpointCapabilities[String(endpoint)] ?? []);
  if (!name || capabilities.length === 0) return [];
  return [{ ...namedOnly(name), contextLength: tokensOf(field(entry, 'context_length')), capabilities }];
}
