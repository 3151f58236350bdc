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
const messages = '"messages":[{"role":"user","content":"hi"}]';

describe('where nothing has to change, no byte does', () => {
  test.each([
    ['spaces and line ends', `{ "model" : "plain",\n\t${messages} ,"max_tokens": 5 }\r\n`],
    [
      'digits of numbers',
      `{"model":"plain",${messages},"seed":12345678901234567890,"temperature":1.0,"top_p":1e-0}`,
    ],
    [
      'escapes',
      `{"model":"plain","messages":[{"role":"user","content":"\\u00e9\\/\\ud83d\\ude00\\t\\u0000"}]}`,
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
      `{"model":"plain","messages":[{"role":"user","content":"سلام 中文 \u{1F600}"}]}`,
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
    // However it is spelled.
    '"api_b\\u0061se":"http://evil"',
    '"\\u006dock_response":"free"',
  ])('%s is taken out', async (field) => {
    expect(await forwarded(`{"model":"plain",${field},${messages}}`)).toBe(`{"model":"plain",${messages}}`);
  });

  test('of equal names only the one that counted here goes on', async () => {
    const text = `{"model":"our-name","max_tokens":999,${messages},"max_t\\u006fkens":5,"model":"plain"}`;
    expect(await forwarded(text)).toBe(`{${messages},"max_t\\u006fkens":5,"model":"plain"}`);
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
      ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host'].toSorted(),
    );
  });
});

describe('the bound of an answer, in words that the provider obeys', () => {
  const boundAt = async (kind: string, model: object, fields: string) => {
    const provider = await createProvider(world.admin, { kind, baseUrl: `${world.upstream.url}/v1` });
    const routes = [{ providerId: provider.id, upstreamModel: 'plain' }];
    const { id, name } = await world.addModel('plain', { maxOutputTokens: null, routes, ...model });
    await customer.subscribe(id);
    const { max_tokens, max_completion_tokens } = JSON.parse(
      await forwarded(`{"model":"${name}",${fields}${messages}}`),
    ) as Record<string, unknown>;
    const { hold_micro_credits: hold } = (await world.usage(customer.accountId)).at(-1)!;
    return { max_tokens, max_completion_tokens, hold };
  };
  const outputPrice = 1234.567;
  const about = (tokens: number) => BigInt(Math.floor(tokens * outputPrice));

  test.each([
    ['openai-compatible', { max_tokens: 4096 }],
    ['litellm', { max_tokens: 4096 }],
    ['ollama', { max_tokens: 4096 }],
    ['openai', { max_completion_tokens: 4096 }],
  ])('%s: where neither model nor client has one', async (kind, expected) => {
    const { hold, ...sent } = await boundAt(kind, {}, '');
    expect(sent).toEqual(expected);
    expect(hold).toBeGreaterThan(about(4096));
  });
  test('where the model has one, it is held and nothing is sent', async () => {
    const { hold, ...sent } = await boundAt('openai-compatible', { maxOutputTokens: 100 }, '');
    expect(sent).toEqual({});
    expect(hold).toBeGreaterThan(about(100));
    expect(hold).toBeLessThan(about(250));
  });
  test.each([
    ['openai-compatible', '"max_completion_tokens":7,', { max_completion_tokens: 7 }],
    ['ollama', '"max_completion_tokens":7,', { max_tokens: 7, max_completion_tokens: 7 }],
    ['ollama', '"max_tokens":7,', { max_tokens: 7 }],
  ])('%s: the client says %s', async (kind, fields, expected) => {
    const { hold, ...sent } = await boundAt(kind, {}, fields);
    expect(sent).toEqual(expected);
    expect(hold).toBeLessThan(about(150));
  });
  test('of two bounds the larger is held', async () => {
    const { hold } = await boundAt('openai-compatible', {}, '"max_tokens":3,"max_completion_tokens":900,');
    expect(hold).toBeGreaterThan(about(900));
  });
  test('each choice may have it', async () => {
    const { hold } = await boundAt('openai-compatible', {}, '"max_tokens":100,"n":9,');
    expect(hold).toBeGreaterThan(about(900));
  });
});

test('what the model may see counts as input, in whatever field it is', async () => {
  const documents = JSON.stringify([{ text: 'long '.repeat(2000) }]);
  await forwarded(`{"model":"plain","max_tokens":1,${messages},"documents":${documents}}`);
  const { hold_micro_credits: hold } = (await world.usage(customer.accountId)).at(-1)!;
  expect(hold).toBeGreaterThan(10_000n * 333n);
});
