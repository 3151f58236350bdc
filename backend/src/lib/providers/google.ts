import { readProvider } from './client.ts';
import { namedOnly, openai } from './openai.ts';
import type { Connection, DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { field, listOf, textOf, tokensOf } from './json.ts';

const pageSize = 1_000;
const compatible = /\/openai$/;

/** Google: its own list says how long contexts and answers are; calls go to what it has for OpenAI's clients. */
export const google: ProviderAdapter = {
  async testConnection(connection) {
    if (!compatible.test(connection.baseUrl)) return openai.testConnection(connection);
    await listModels(connection);
  },
  async discoverModels(connection) {
    // A gateway of its own in front of Google, perhaps.
    if (!compatible.test(connection.baseUrl)) return openai.discoverModels(connection);
    return (await listModels(connection)).flatMap(describe);
  },
};

async function listModels(connection: Connection): Promise<unknown[]> {
  const { baseUrl, apiKey, settings } = connection;
  const url = `${baseUrl.replace(compatible, '')}/models?pageSize=${pageSize}`;
  const headers = { ...settings.headers, ...(apiKey && { 'x-goog-api-key': apiKey }) };
  return listOf(field(await readProvider(connection, { url, headers }), 'models'));
}

/** What Google calls what its models can be asked for, in the catalogue's words. */
const methodCapabilities: Record<string, string> = {
  generateContent: 'chat',
  embedContent: 'embeddings',
};

function describe(entry: unknown): DiscoveredModel[] {
  const name = textOf(field(entry, 'name'))?.replace(/^models\//, '');
  const methods = listOf(field(entry, 'supportedGenerationMethods'));
  const capabilities = methods.flatMap((method) => methodCapabilities[String(method)] ?? []);
  if (!name || capabilities.length === 0) return [];
  return [
    {
      ...namedOnly(name),
      displayName: textOf(field(entry, 'displayName')),
      description: textOf(field(entry, 'description')),
      contextLength: tokensOf(field(entry, 'inputTokenLimit')),
      maxOutputTokens: capabilities.includes('chat') ? tokensOf(field(entry, 'outputTokenLimit')) : null,
      capabilities,
    },
  ];
}
