import { readProvider } from './client.ts';
import { namedOnly, openai } from './openai.ts';
import type { ProviderAdapter } from './discovered-model.ts';
import { field, listOf, textOf, tokensOf } from './json.ts';
import { upstreamUrl } from './upstream-url.ts';

/** vLLM: OpenAI's list, with how long the context of each model is. */
export const vllm: ProviderAdapter = {
  testConnection: openai.testConnection,
  async discoverModels(connection) {
    const url = upstreamUrl(connection.kind, connection.baseUrl, 'models');
    const entries = listOf(field(await readProvider(connection, { url }), 'data'));
    return entries.flatMap((entry) => {
      const name = textOf(field(entry, 'id'));
      if (!name) return [];
      return [{ ...namedOnly(name), contextLength: tokensOf(field(entry, 'max_model_len')) }];
    });
  },
};
