import { afterEach, describe, expect, test } from 'vitest';
import { shownPrices } from '../../../test/prices.ts';
import { startJsonServer, type StandIn } from '../../../test/stand-ins/json-server.ts';
import { startLitellm } from '../../../test/stand-ins/litellm.ts';
import { startOllama } from '../../../test/stand-ins/ollama.ts';
import { startOpenai } from '../../../test/stand-ins/openai.ts';
import { formatPrices } from '../prices.ts';
import type { Connection } from './discovered-model.ts';
import { discoverProviderModels, testProvider } from './index.ts';

const apiKey = 'sk-canary-1234567890';
const running: StandIn[] = [];
afterEach(() => Promise.all(running.splice(0).map((standIn) => standIn.close())));

async function connect(kind: Connection['kind'], starting: Promise<StandIn>, key: string | null = apiKey) {
  const standIn = await starting;
  running.push(standIn);
  return { connection: { kind, baseUrl: standIn.url, apiKey: key } satisfies Connection, standIn };
}

/** A deployment of `/model/info`. */
const deployment = (model_name: string, model_info: object, litellm_params: object = {}) => ({
  model_name,
  litellm_params: { model: `ollama_chat/${model_name}`, ...litellm_params },
  model_info: { id: model_name, db_model: true, ...model_info },
});

async function discoverDeployments(deployments: object[], groups?: object[]) {
  const { connection } = await connect('litellm', startLitellm({ apiKey, deployments, groups }));
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
    const { connection } = await connect('ollama', startOllama({ tags, shown }), null);
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
    const { connection } = await connect('ollama', startOllama({ tags }), null);
    expect(await discoverProviderModels(connection)).toEqual([]);
  });
});

describe('OpenAI and compatible', () => {
  test.each(['', '/v1'])('base URL ending in "%s"', async (ending) => {
    const { connection } = await connect(
      'openai-compatible',
      startOpenai({ apiKey, models: ['a', 'b-embed', 'a'] }),
    );
    const found = await discoverProviderModels({ ...connection, baseUrl: connection.baseUrl + ending });
    expect(found.map(({ name }) => name)).toEqual(['a', 'b-embed']);
    expect(found[0]).toMatchObject({ contextLength: null, capabilities: ['chat'], prices: null });
    expect(found[1]).toMatchObject({ capabilities: ['embeddings'] });
  });

  test('data: null is an empty list', async () => {
    const { connection } = await connect('openai', startOpenai({ apiKey, models: null }));
    expect(await discoverProviderModels(connection)).toEqual([]);
  });
});

test('the simulated provider lists its fixed models', async () => {
  const found = await discoverProviderModels({ kind: 'simulated', baseUrl: 'simulated:', apiKey: null });
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
    ['sim-fail-500', '1000', '2000'],
    ['sim-fail-429', '1000', '2000'],
    ['sim-hang', '1000', '2000'],
    ['sim-drop', '1000', '2000'],
  ]);
  expect(found.every((model) => model.contextLength === 8192 && model.maxOutputTokens === 1024)).toBe(true);
});

describe('testing a connection', () => {
  test('works, with the key as a bearer token', async () => {
    const { connection, standIn } = await connect('litellm', startLitellm({ apiKey, deployments: [] }));
    expect(await testProvider(connection)).toEqual({
      ok: true,
      latencyMs: expect.any(Number) as number,
      error: null,
    });
    expect(standIn.seen.map(({ path }) => path)).toEqual(['/v1/models']);
    expect(standIn.seen[0]!.headers.authorization).toBe(`Bearer ${apiKey}`);
  });

  test('a refused key is said without repeating it', async () => {
    const { connection } = await connect('openai', startOpenai({ apiKey: 'another', models: [] }));
    const result = await testProvider(connection);
    expect(result).toMatchObject({ ok: false, error: 'The provider refused the API key (status 401).' });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  test('nobody listens', async () => {
    const { connection, standIn } = await connect('ollama', startOllama({ tags: {} }), null);
    await standIn.close();
    expect(await testProvider(connection)).toMatchObject({
      ok: false,
      error: 'Nothing listens at this address (connection refused).',
    });
  });

  test('a silent provider is given up after 5 seconds', async () => {
    const { connection } = await connect(
      'ollama',
      startJsonServer(() => 'hang'),
      null,
    );
    const result = await testProvider(connection);
    expect(result).toMatchObject({ ok: false, error: 'No answer within the time limit.' });
    expect(result.latencyMs).toBeGreaterThanOrEqual(4_900);
    expect(result.latencyMs).toBeLessThan(8_000);
  });

  test('a redirect is not followed: the key would go elsewhere', async () => {
    const { connection, standIn } = await connect(
      'openai',
      startJsonServer(() => ({ status: 302, json: {} })),
    );
    expect((await testProvider(connection)).error).toMatch(/redirects elsewhere/);
    expect(standIn.seen).toHaveLength(1);
  });

  test.each<[string, Parameters<typeof startJsonServer>[0], RegExp]>([
    ['a web page', () => ({ status: 200, text: '<html>' }), /not JSON/],
    ['a broken connection', () => 'reset', /connection was broken/],
    ['a failure', () => ({ status: 503, text: 'down' }), /status 503/],
  ])('%s', async (_case, answer, message) => {
    const { connection } = await connect('openai', startJsonServer(answer));
    const result = await testProvider(connection);
    expect(result.ok).toBe(false);
    expect(result.error).toMatch(message);
  });

  test('a dead provider costs a discovery a few failures, not one per model; a test asks it again', async () => {
    const models = Array.from({ length: 60 }, (_, index) => ({ name: `m${index}` }));
    const answer = ({ path }: { path: string }) =>
      path === '/api/tags' ? ({ status: 200, json: { models } } as const) : 'reset';
    const { connection, standIn } = await connect('ollama', startJsonServer(answer), null);
    expect(await discoverProviderModels(connection)).toHaveLength(60);
    expect(standIn.seen.length).toBeLessThan(15);
    const before = standIn.seen.length;
    expect((await testProvider(connection)).error).toMatch(/connection was broken/);
    expect(standIn.seen.length).toBe(before + 1);
  });
});
