import { readProvider } from './client.ts';
import { namedOnly, openai } from './openai.ts';
import type { DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { field, listOf, textOf, tokensOf } from './json.ts';
import { ProviderError } from './provider-error.ts';

/** What LM Studio calls its models' types, in the catalogue's words. */
const typeCapabilities: Record<string, string[]> = {
  llm: ['chat'],
  vlm: ['chat', 'vision'],
  embeddings: ['embeddings'],
};

/** LM Studio: its own list says what a model is for and how long its context is; older ones have OpenAI's only. */
export const lmstudio: ProviderAdapter = {
  testConnection: openai.testConnection,
  async discoverModels(connection) {
    const url = `${connection.baseUrl}/api/v0/models`;
    const list = await readProvider(connection, { url }).catch((error: unknown) => {
      if (error instanceof ProviderError) return null;
      throw error;
    });
    const entries = listOf(field(list, 'data'));
    return entries.length > 0 ? entries.flatMap(describe) : openai.discoverModels(connection);
  },
};

function describe(entry: unknown): DiscoveredModel[] {
  const name = textOf(field(entry, 'id'));
  if (!name) return [];
  const plain = namedOnly(name);
  const capabilities = typeCapabilities[String(field(entry, 'type'))] ?? plain.capabilities;
  const usesTools = listOf(field(entry, 'capabilities')).includes('tool_use');
  return [
    {
      ...plain,
      contextLength: tokensOf(field(entry, 'max_context_length')),
      capabilities: usesTools ? [...capabilities, 'tools'] : capabilities,
    },
  ];
}
