import { describe, expect, test } from 'vitest';
import { connectTo, standInKey } from '../../../test/stand-ins/connect.ts';
import { startAnthropicModels } from '../../../test/stand-ins/anthropic-models.ts';
import { startOllama } from '../../../test/stand-ins/ollama.ts';
import { startOpenai } from '../../../test/stand-ins/openai.ts';
import { formatPrices } from '../prices.ts';
import { usualSettings } from './connection-settings.ts';
import { discoverProviderModels, testProvider } from './index.ts';

describe('Ollama', () => {
  test('names from tags, the rest from show; a model without details is guessed by its name', async () => {
    const shown = {
      'tiny:1b': {
        model_info: {
          'general.architecture': 'llama',
          'llama.context_length': 8192,
          'other.context_length': 1,
        },
        capabilities: ['completion', 'tools', 'insert', 'thinking'],
      },
      embed: { model_info: { 'bert.context_length': 512 }, capabilities: ['embedding'] },
    };
    const tags = { models: [{ name: 'tiny:1b', model: 'tiny:1b' }, { name: 'embed' }, { name: 'gone' }] };
    const { connection } = await connectTo('ollama', startOllama({ tags, shown }), null);
    const unknown = { displayName: null, description: null, maxOutputTokens: null, prices: null };
    expect(await discoverProviderModels(connection)).toEqual([
      {
        ...unknown,
        upstreamModel: 'tiny:1b',
        name: 'tiny:1b',
        contextLength: 8192,
        capabilities: ['chat', 'tools', 'reasoning'],
      },
      { ...unknown, upstreamModel: 'embed', name: 'embed', contextLength: 512, capabilities: ['embeddings'] },
      { ...unknown, upstreamModel: 'gone', name: 'gone', contextLength: null, capabilities: ['chat'] },
    ]);
  });

  test.each([{}, { models: null }, { models: [] }])('no models: %j', async (tags) => {
    const { connection } = await connectTo('ollama', startOllama({ tags }), null);
    expect(await discoverProviderModels(connection)).toEqual([]);
  });
});

describe('OpenAI and compatible', () => {
  test.each(['', '/v1'])('base URL ending in "%s"', async (ending) => {
    const { connection } = await connectTo(
      'openai-compatible',
      startOpenai({ apiKey: standInKey, models: ['a', 'b-embed', 'a'] }),
    );
    const found = await discoverProviderModels({ ...connection, baseUrl: connection.baseUrl + ending });
    expect(found.map(({ name }) => name)).toEqual(['a', 'b-embed']);
    expect(found[0]).toMatchObject({ contextLength: null, capabilities: ['chat'], prices: null });
    expect(found[1]).toMatchObject({ capabilities: ['embeddings'] });
  });

  test('data: null is an empty list', async () => {
    const { connection } = await connectTo('openai', startOpenai({ apiKey: standInKey, models: null }));
    expect(await discoverProviderModels(connection)).toEqual([]);
  });
});

describe('Anthropic', () => {
  const models = [
    {
      id: 'large-1',
      display_name: 'Large 1',
      lifecycle: 'active',
      max_input_tokens: 200_000,
      max_tokens: 64_000,
      capabilities: { image_input: { supported: true }, thinking: { supported: true } },
    },
    { id: 'old-1', display_name: 'Old 1', lifecycle: 'retired' },
    { id: 'small-1', display_name: 'Small 1', capabilities: null },
  ];
  const start = (apiKey = standInKey) =>
    connectTo('anthropic', startAnthropicModels({ apiKey, models, pageSize: 1 }));

  test.each(['', '/v1'])('all pages, but for what is retired; base URL ending in "%s"', async (ending) => {
    const { connection } = await start();
    const found = await discoverProviderModels({ ...connection, baseUrl: connection.baseUrl + ending });
    expect(found).toEqual([
      {
        upstreamModel: 'large-1',
        name: 'large-1',
        displayName: 'Large 1',
        description: null,
        contextLength: 200_000,
        maxOutputTokens: 64_000,
        capabilities: ['chat', 'tools', 'vision', 'reasoning'],
        prices: null,
      },
      expect.objectContaining({ name: 'small-1', contextLength: null, capabilities: ['chat', 'tools'] }),
    ]);
  });

  test('its connection is tested with the key as x-api-key', async () => {
    expect(await testProvider((await start()).connection)).toMatchObject({ ok: true, error: null });
    const { connection, standIn } = await start('another');
    const refused = await testProvider(connection);
    expect(refused.error).toBe('The provider refused the API key (status 401).');
    expect(standIn.seen[0]?.headers.authorization).toBeUndefined();
  });
});

test('the simulated provider lists its fixed models', async () => {
  const found = await discoverProviderModels({
    kind: 'simulated',
    baseUrl: 'simulated:',
    apiKey: null,
    settings: usualSettings,
  });
  const prices = found.map(({ name, prices }) => [
    name,
    formatPrices(prices!)?.inputPerMillionCredits,
    formatPrices(prices!)?.outputPerMillionCredits,
  ]);
  expect(prices).toEqual([
    ['sim-echo', '1000', '2000'],
    ['sim-lorem', '500', '1500'],
    ['sim-slow', '500', '1500'],
    ['sim-embed', '100', null],
    ['sim-moderation', null, null],
    ['sim-rerank', '100', null],
    ['sim-image', null, null],
    ['sim-audio', null, null],
    ['sim-fail-500', '1000', '2000'],
    ['sim-fail-429', '1000', '2000'],
    ['sim-hang', '1000', '2000'],
    ['sim-drop', '1000', '2000'],
  ]);
  expect(found.every((model) => model.contextLength === 8192 && model.maxOutputTokens === 1024)).toBe(true);
});
