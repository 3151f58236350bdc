import { readProvider } from './client.ts';
import type { Connection, DiscoveredModel, ProviderAdapter } from './discovered-model.ts';
import { field, listOf, textOf, tokensOf } from './json.ts';
import { upstreamUrl } from './upstream-url.ts';

const pageSize = 1_000;
/** A server that never says that there are no more is not asked for ever. */
const mostPages = 20;

/** Anthropic: models with their names, limits and abilities, page by page; it publishes no prices there. */
export const anthropic: ProviderAdapter = {
  testConnection: async (connection) => {
    await listPage(connection, 1, null);
  },
  async discoverModels(connection) {
    const found = new Map<string, DiscoveredModel>();
    let after: string | null = null;
    for (let page = 0; page < mostPages; page += 1) {
      const answer = await listPage(connection, pageSize, after);
      for (const entry of listOf(field(answer, 'data')))
        for (const model of describeModel(entry)) found.set(model.name, model);
      after = textOf(field(answer, 'last_id'));
      if (field(answer, 'has_more') !== true || after === null) break;
    }
    return [...found.values()];
  },
};

function listPage(connection: Connection, limit: number, after: string | null): Promise<unknown> {
  const { kind, baseUrl } = connection;
  const query = new URLSearchParams({ limit: String(limit), ...(after !== null && { after_id: after }) });
  return readProvider(connection, {
    url: `${upstreamUrl(kind, baseUrl, 'models')}?${query.toString()}`,
  });
}

function describeModel(entry: unknown): DiscoveredModel[] {
  const name = textOf(field(entry, 'id'));
  if (name === null || field(entry, 'lifecycle') === 'retired') return [];
  const abilities = field(entry, 'capabilities');
  const can = (ability: string) => field(field(abilities, ability), 'supported') === true;
  return [
    {
      upstreamModel: name,
      name,
      displayName: textOf(field(entry, 'display_name')),
      description: null,
      contextLength: tokensOf(field(entry, 'max_input_tokens')),
      maxOutputTokens: tokensOf(field(entry, 'max_tokens')),
      capabilities: [
        'chat',
        'tools',
        ...(can('image_input') ? ['vision'] : []),
        ...(can('thinking') ? ['reasoning'] : []),
      ],
      prices: null,
    },
  ];
}
