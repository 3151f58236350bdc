import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
let customer: Customer;
/** A model that the upstream knows by the same name, and one that it knows by another. */
let same: { id: string; name: string };
let other: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  same = await world.addModel('plain', { name: 'plain' });
  other = await world.addModel('plain', { name: 'our-name' });
  customer = await world.addCustomer([same, other], '1000');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const path = '/v1/chat/completions';
/** Sends a body as it is and gives the text that arrived upstream. */
async function forwarded(text: string, to = path): Promise<string> {
  const response = await customer.post(to, text);
  expect([response.status, await response.text()]).toEqual([200, expect.any(String)]);
  return String(world.upstream.calls[0]!.raw);
}
const unbounded = '"messages":[{"role":"user","content":"hi"}]';
const messages = `${unbounded},"max_tokens":9`;

describe('where nothing has to change, no byte does', () => {
  test.each([
    ['spaces and line ends', `{ "model" : "plain",\n\t${unbounded} ,"max_tokens": 5 }\r\n`],
    [
      'digits of numbers',
      `{"model":"plain",${messages},"seed":12345678901234567890,"temperature":1.0,"top_p":1e-0}`,
    ],
    [
      'escapes',
      `{"model":"plain","messages":[{"role":"user","content":"\\u00e9\\/\\ud83d\\ude00\\t\\u0000"}],"max_tokens":9}`,
    ],
    [
      'unknown fields',
      `{"model":"plain",${messages},"top_k":40,"x_unknown":{"a":[1,{"b":null}]},"chat_template_kwargs":{"enable_thinking":false}}`,
    ],
    [
      'private names inside of others',
      `{"model":"plain",${messages},"metadata":{"api_base":"x","tags":["t"]}}`,
    ],
    [
      'a stream that asks for usage',
      `{"model":"plain","stream":true,"stream_options":{"include_usage":true,"x":1},${messages}}`,
    ],
    [
      'letters of all kinds',
      `{"model":"plain","messages":[{"role":"user","content":"سلام 中文 \u{1F600}"}],"max_tokens":9}`,
    ],
  ])('%s', async (_name, text) => expect(await forwarded(text)).toBe(text));

  test('embeddings', async () => {
    const text =
      '{ "model":"plain", "input":[ "a", "b" ], "encoding_format": "float", "truncate_prompt_tokens": 8 }';
    expect(await forwarded(text, '/v1/embeddings')).toBe(text);
  });

  test('a large body', async () => {
    const text = `{"model":"plain","messages":[{"role":"user","content":"${'words and more words, '.repeat(20_000)}"}],"max_tokens":1}`;
    expect(await forwarded(text)).toBe(text);
  });
});

describe('what has to change, and nothing else', () => {
  test("the model's name", async () => {
    expect(await forwarded(`{"seed":12345678901234567890,"model":"our-name",${messages},"t":1.0}`)).toBe(
      `{"seed":12345678901234567890,"model":"plain",${messages},"t":1.0}`,
    );
  });
  test('usage asked for on a stream', async () => {
    expect(await forwarded(`{"model":"plain","stream":true,${messages},"t":1.0}`)).toBe(
      `{"model":"plain","stream":true,${messages},"t":1.0,"stream_options":{"include_usage":true}}`,
    );
  });
  test('usage refused on a stream, other options kept', async () => {
    const options = '"stream_options":{"include_usage":false,"include_obfuscation":false}';
    expect(await forwarded(`{"model":"plain","stream":true,${options},${messages}}`)).toBe(
      `{"model":"plain","stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},${messages}}`,
    );
  });
  test.each(['null', 'false'])('"stream":%s is no stream', async (stream) => {
    const text = `{"model":"plain","stream":${stream},${messages}}`;
    expect(await forwarded(text)).toBe(text);
  });
});

describe('what is not for the upstream', () => {
  test.each([
    '"api_base":"http://evil"',
    '"api_key":"sk-x"',
    '"base_url":"http://evil"',
    '"custom_llm_provider":"x"',
    '"user_config":{}',
    '"litellm_metadata":{}',
    '"mock_response":"free"',
    '"mock_tool_calls":[]',
    '"fallbacks":["dear"]',
    '"extra_headers":{"x":"y"}',
    '"aws_access_key_id":"x"',
    '"vertex_credentials":"x"',
    '"langfuse_host":"http://evil"',
    '"num_retries":9',
    '"timeout":1',
    '"guardrails":[]',
    '"tags":["x"]',
    '"use_litellm_proxy":true',
    '"input_cost_per_second":0',
    '"cache_read_input_token_cost":0',
    // What lifts the price.
    '"service_tier":"priority"',
    '"speed":"fast"',
    '"inference_geo":"us"',
    '"models":["dear"]',
    '"provider":{"order":["dear"]}',
    '"plugins":[{"id":"web"}]',
    '"web_search_options":{}',
    '"search_parameters":{"mode":"on"}',
    // What lifts the bound of the answer or of the prompt.
    '"best_of":20',
    '"options":{"num_predict":100000}',
    '"candidate_count":8',
    '"prediction":{"type":"content","content":"x"}',
    '"chat_template":"{% for i in range(9999999) %}x{% endfor %}"',
    '"mm_processor_kwargs":{"max_pixels":100000000}',
    '"prompt_id":"p"',
    // However it is spelled.
    '"api_b\\u0061se":"http://evil"',
    '"\\u006dock_response":"free"',
    // Servers in Go, Ollama among them, take names in any case, and letters that fold to ASCII ones.
    '"Service_Tier":"priority"',
    '"API_BASE":"http://evil"',
    '"GenerationConfig":{"candidateCount":8}',
    '"optionſ":{"num_predict":100000}',
    '"mocK_response":"free"',
  ])('%s is taken out', async (field) => {
    expect(await forwarded(`{"model":"plain",${field},${messages}}`)).toBe(`{"model":"plain",${messages}}`);
  });

  test('of equal names only the one that counted here goes on', async () => {
    const text = `{"model":"our-name","max_tokens":999,${unbounded},"max_t\\u006fkens":5,"model":"plain"}`;
    expect(await forwarded(text)).toBe(`{${unbounded},"max_t\\u006fkens":5,"model":"plain"}`);
    const hold = (await world.usage(customer.accountId)).at(-1)!.hold_micro_credits;
    expect(hold).toBeLessThan(100_000n);
  });

  test("the client's headers, key and path; the provider's key goes instead", async () => {
    const response = await customer.post(path, `{"model":"plain",${messages}}`, {
      'x-litellm-api-key': 'sk-mine',
      'x-custom': 'y',
      cookie: 'a=b',
      'openai-organization': 'org',
      'idempotency-key': 'k',
    });
    expect(response.status).toBe(200);
    const { headers, path: upstreamPath } = world.upstream.calls[0]!;
    expect(upstreamPath).toBe('/v1/chat/completions');
    expect(headers.authorization).toBe('Bearer upstream-secret');
    expect(Object.keys(headers).toSorted()).toEqual(
      [
        'accept',
        'accept-encoding',
        'authorization',
        'connection',
        'content-length',
        'content-type',
        'host',
      ].toSorted(),
    );
  });
});

describe('the bound of an answer, in the one word that the provider obeys', () => {
  const boundWords = /^(max|n_predict|num_predict)/;
  const boundAt = async (kind: string, model: object, fields: string) => {
    const provider = await createProvider(world.admin, { kind, baseUrl: `${world.upstream.url}/v1` });
    const routes = [{ providerId: provider.id, upstreamModel: 'plain' }];
    const { id, name } = await world.addModel('plain', { maxOutputTokens: null, routes, ...model });
    await customer.subscribe(id);
    world.upstream.forget();
    const sent = JSON.parse(await forwarded(`{"model":"${name}",${fields}${unbounded}}`)) as object;
    const { hold_micro_credits: hold } = (await world.usage(customer.accountId)).at(-1)!;
    return { hold, ...Object.fromEntries(Object.entries(sent).filter(([word]) => boundWords.test(word))) };
  };
  const outputPrice = 1234.567;
  const about = (tokens: number) => BigInt(Math.floor(tokens * outputPrice));
  const expectHeld = (hold: bigint, tokens: number) => {
    expect(hold).toBeGreaterThan(about(tokens));
    // The input and the price of the request are less than this.
    expect(hold).toBeLessThan(about(tokens + 100));
  };

  test.each([
    ['openai-compatible', 'max_tokens'],
    ['litellm', 'max_tokens'],
    ['ollama', 'max_tokens'],
    ['openai', 'max_completion_tokens'],
  ])('%s: %s', async (kind, word) => {
    for (const [model, fields, tokens] of [
      [{}, '', 4096],
      [{ maxOutputTokens: 100 }, '', 100],
      [{ contextLength: 1_000_000 }, '', 16_384],
      [{ contextLength: 1_000_000, maxOutputTokens: 20_000 }, '', 20_000],
      [{}, '"max_tokens":7,', 7],
      [{}, '"max_completion_tokens":7,', 7],
      [{ maxOutputTokens: 100 }, '"max_completion_tokens":null,', 100],
      [{ maxOutputTokens: 100 }, '"max_tokens":null,"max_completion_tokens":5,', 5],
      [{}, '"max_tokens":3,"max_completion_tokens":900,', 900],
    ] as const) {
      const { hold, ...sent } = await boundAt(kind, model, fields);
      expect(sent).toEqual({ [word]: tokens });
      expectHeld(hold, tokens);
    }
  });
  test.each([
    'max_output_tokens',
    'max_new_tokens',
    'max_gen_len',
    'max_tokens_to_sample',
    'n_predict',
    'num_predict',
  ])('%s bounds it, too, and does not go on beside the other word', async (word) => {
    const { hold, ...sent } = await boundAt('openai-compatible', {}, `"${word}":900,"max_tokens":3,`);
    expect(sent).toEqual({ max_tokens: 900 });
    expectHeld(hold, 900);
  });
  test('each choice may have it', async () => {
    const { hold, ...sent } = await boundAt('openai-compatible', {}, '"max_tokens":100,"n":9,');
    expect(sent).toEqual({ max_tokens: 100 });
    expectHeld(hold, 900);
  });
  test.each([
    '"thinking":{"type":"enabled","budget_tokens":800},',
    '"thinking_budget":800,',
    '"reasoning":{"max_tokens":800},',
  ])('thinking is held for beside it: %s', async (fields) => {
    const { hold, ...sent } = await boundAt('openai-compatible', {}, `"max_tokens":100,${fields}`);
    expect(sent).toEqual({ max_tokens: 100 });
    expectHeld(hold, 900);
  });
  test('thinking that is switched on without a bound of its own is held for like an answer', async () => {
    const { hold, ...sent } = await boundAt(
      'openai-compatible',
      { maxOutputTokens: 900 },
      '"max_tokens":100,"enable_thinking":true,',
    );
    expect(sent).toEqual({ max_tokens: 100 });
    expectHeld(hold, 1000);
    for (const fields of ['"enable_thinking":false,', '"enable_thinking":true,"thinking_budget":0,']) {
      const plain = await boundAt(
        'openai-compatible',
        { maxOutputTokens: 900 },
        `"max_tokens":100,${fields}`,
      );
      expectHeld(plain.hold, 100);
    }
  });
  test('leaves room for the prompt where the model has a short context: servers refuse what does not fit', async () => {
    const { hold, ...sent } = await boundAt('openai-compatible', { contextLength: 2000 }, '');
    // 2,000 less the bytes of the body, and a few for each message.
    expect(sent).toEqual({ max_tokens: 1878 });
    expectHeld(hold, 1878);
    const padding = `"metadata":{"x":"${'x'.repeat(1900)}"},`;
    expect(await boundAt('openai-compatible', { contextLength: 2000 }, padding)).toMatchObject({
      max_tokens: 500,
    });
  });
});

test('a film takes the whole context, where that is known', async () => {
  const { id, name } = await world.addModel('plain', { contextLength: 50_000 });
  await customer.subscribe(id);
  const content = '[{"type":"video_url","video_url":{"url":"https://example.com/film.mp4"}}]';
  const body = `{"model":"${name}","max_tokens":1,"messages":[{"role":"user","content":${content}}]}`;
  expect(await forwarded(body)).toBe(body.replace(name, 'plain'));
  const { hold_micro_credits: hold } = (await world.usage(customer.accountId)).at(-1)!;
  expect(hold).toBeGreaterThan(50_000n * 333n);
  expect(hold).toBeLessThan(51_000n * 333n);
});

test('what the model may see counts as input, in whatever field it is', async () => {
  const documents = JSON.stringify([{ text: 'long '.repeat(2000) }]);
  await forwarded(`{"model":"plain","max_tokens":1,${messages},"documents":${documents}}`);
  const { hold_micro_credits: hold } = (await world.usage(customer.accountId)).at(-1)!;
  expect(hold).toBeGreaterThan(10_000n * 333n);
});
