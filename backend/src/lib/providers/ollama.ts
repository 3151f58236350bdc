import { readProvider } from './client.ts';
import type { Connection, DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { guessCapabilities } from './guess-capabilities.ts';
import { field, listOf, textOf, tokensOf } from './json.ts';
import { ProviderError } from './provider-error.ts';

const detailsAtOnce = 4;

/** What Ollama calls its models' abilities, in the catalogue's words; the others mean nothing to callers. */
const capabilityWords: Record<string, string> = {
  completion: 'chat',
  embedding: 'embeddings',
  tools: 'tools',
  vision: 'vision',
  thinking: 'reasoning',
};

/** Ollama: names from `/api/tags`, the rest from `/api/show` of each. Local models have no prices. */
export const ollama: ProviderAdapter = {
  async testConnection(connection) {
    await readProvider(connection, { url: `${connection.baseUrl}/api/version` });
  },
  async discoverModels(connection) {
    const tags = await readProvider(connection, {
      url: `${connection.baseUrl}/api/tags`,
    });
    const entries = listOf(field(tags, 'models'));
    const found: DiscoveredModel[] = [];
    for (let start = 0; start < entries.length; start += detailsAtOnce) {
      const some = entries.slice(start, start + detailsAtOnce);
      found.push(...(await Promise.all(some.map((entry) => describeModel(connection, entry)))).flat());
    }
    return found;
  },
};

async function describeModel(connection: Connection, tag: unknown): Promise<DiscoveredModel[]> {
  const name = textOf(field(tag, 'model')) ?? textOf(field(tag, 'name'));
  if (!name) return [];
  const details = await showModel(connection, name);
  const abilities = [...listOf(field(details, 'capabilities')), ...listOf(field(tag, 'capabilities'))];
  const capabilities = abilities.flatMap((ability) => capabilityWords[String(ability)] ?? []);
  return [
    {
      upstreamModel: name,
      name,
      displayName: null,
      description: null,
      contextLength: contextLength(details),
      maxOutputTokens: null,
      capabilities: capabilities.length > 0 ? [...new Set(capabilities)] : guessCapabilities(name),
      prices: null,
    },
  ];
}

/** A model whose details cannot be had is still a model: they stay unknown. */
async function showModel(connection: Connection, model: string): Promise<unknown> {
  const request = { url: `${connection.baseUrl}/api/show`, body: { model } };
  return readProvider(connection, request).catch((error: unknown) => {
    if (error instanceof ProviderError) return null;
    throw error;
  });
}

/** `model_info` names it after the architecture: `llama.context_length`. */
function contextLength(details: unknown): number | null {
  const info = field(details, 'model_info');
  const architecture = textOf(field(info, 'general.architecture'));
  if (architecture) return tokensOf(field(info, `${architecture}.context_length`));
  const key = Object.keys(info ?? {}).find((name) => name.endsWith('.context_length'));
  return key ? tokensOf(field(info, key)) : null;
}
