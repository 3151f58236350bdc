import { describe, expect, test } from 'vitest';
import { shownPrices } from '../../../test/prices.ts';
import { connectTo, standInKey } from '../../../test/stand-ins/connect.ts';
import { startLitellm } from '../../../test/stand-ins/litellm.ts';
import { formatPrices } from '../prices.ts';
import { discoverProviderModels } from './index.ts';

/** A deployment of `/model/info`. */
const deployment = (model_name: string, model_info: object, litellm_params: object = {}) => ({
  model_name,
  litellm_params: { model: `ollama_chat/${model_name}`, ...litellm_params },
  model_info: { id: model_name, db_model: true, ...model_info },
});

async function discoverDeployments(deployments: object[], groups?: object[]) {
  const { connection } = await connectTo(
    'litellm',
    startLitellm({ apiKey: standInKey, deployments, groups }),
  );
  return discoverProviderModels(connection);
}

describe('LiteLLM prices', () => {
  // 1 USD is 1,000 credits: 1e-6 USD per token is 1 USD, so 1,000 credits, per million tokens.
  test.each<[number | string, string]>([
    [1e-6, '1000'],
    [2.4e-5, '24000'],
    [0.00000015, '150'],
    [1e-7, '100'],
    ['2.4e-05', '24000'],
    [0.000003, '3000'],
    [7.5e-8, '75'],
    [1.23456789e-6, '1234.56789'],
    [1.2345678901e-6, '1234.567891'],
    [1e-16, '0.000001'],
    [1e-15, '0.000001'],
    [1, '1000000000'],
  ])('%s USD per token are %s credits per million tokens', async (usd, credits) => {
    const [model] = await discoverDeployments([
      deployment('m', { input_cost_per_token: usd, output_cost_per_token: 0.000001 }),
    ]);
    expect(formatPrices(model!.prices!)).toEqual(
      shownPrices({ inputPerMillionCredits: credits, outputPerMillionCredits: '1000' }),
    );
  });

  test.each<[string, object]>([
    ['absent', {}],
    ['null', { input_cost_per_token: null, output_cost_per_token: null }],
    ['zero, which LiteLLM says for unknown', { input_cost_per_token: 0, output_cost_per_token: 0 }],
    ['negative', { input_cost_per_token: -1e-6 }],
    ['not a number', { input_cost_per_token: 'cheap' }],
  ])('%s means unpriced, never free', async (_case, info) => {
    expect((await discoverDeployments([deployment('m', info)]))[0]!.prices).toBeNull();
  });

  test('cached input is taken, and litellm_params count where model_info is silent', async () => {
    const info = { input_cost_per_token: 1e-6, cache_read_input_token_cost: 1e-7 };
    const [model] = await discoverDeployments([deployment('m', info, { output_cost_per_token: 2e-6 })]);
    expect(formatPrices(model!.prices!)).toMatchObject({
      inputPerMillionCredits: '1000',
      cachedInputPerMillionCredits: '100',
      outputPerMillionCredits: '2000',
    });
  });
});

describe('LiteLLM models', () => {
  test('names, limits and capabilities', async () => {
    const found = await discoverDeployments([
      deployment('tiny-chat', {
        mode: 'chat',
        max_tokens: 4096,
        max_input_tokens: 32768.0,
        max_output_tokens: 4096,
        supports_function_calling: true,
        supports_vision: false,
        supports_reasoning: null,
      }),
      deployment('embed', { mode: 'embedding', max_tokens: 512 }),
      deployment('bare', {}),
      deployment('bare-embed', {}),
      deployment('openai/*', { mode: 'chat' }),
    ]);
    expect(found).toEqual([
      {
        upstreamModel: 'tiny-chat',
        name: 'tiny-chat',
        displayName: null,
        description: null,
        contextLength: 32768,
        maxOutputTokens: 4096,
        capabilities: ['chat', 'tools'],
        prices: null,
      },
      {
        upstreamModel: 'embed',
        name: 'embed',
        displayName: null,
        description: null,
        contextLength: 512,
        maxOutputTokens: null,
        capabilities: ['embeddings'],
        prices: null,
      },
      {
        upstreamModel: 'bare',
        name: 'bare',
        displayName: null,
        description: null,
        contextLength: null,
        maxOutputTokens: null,
        capabilities: ['chat'],
        prices: null,
      },
      expect.objectContaining({ name: 'bare-embed', capabilities: ['embeddings'] }),
    ]);
  });

  test('several deployments of a name: dearest price, smallest limits, common capabilities', async () => {
    const found = await discoverDeployments([
      deployment('m', {
        max_input_tokens: 8192,
        max_output_tokens: 4096,
        input_cost_per_token: 1e-6,
        output_cost_per_token: 4e-6,
        supports_vision: true,
        supports_function_calling: true,
      }),
      deployment('m', {
        max_input_tokens: 32768,
        max_output_tokens: 1024,
        input_cost_per_token: 2e-6,
        output_cost_per_token: 3e-6,
        supports_function_calling: true,
      }),
    ]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      contextLength: 8192,
      maxOutputTokens: 1024,
      capabilities: ['chat', 'tools'],
    });
    expect(formatPrices(found[0]!.prices!)).toMatchObject({
      inputPerMillionCredits: '2000',
      outputPerMillionCredits: '4000',
    });
  });

  test('/model_group/info fills what a deployment leaves out', async () => {
    const groups = [
      { model_group: 'm', mode: 'embedding', max_input_tokens: 2048.0, input_cost_per_token: 1e-7 },
    ];
    const [model] = await discoverDeployments([deployment('m', {})], groups);
    expect(model).toMatchObject({ contextLength: 2048, capabilities: ['embeddings'] });
    expect(formatPrices(model!.prices!)).toMatchObject({ inputPerMillionCredits: '100' });
  });

  test('"LLM Model List not loaded" is an empty list', async () => {
    expect(await discoverDeployments([])).toEqual([]);
  });
});
