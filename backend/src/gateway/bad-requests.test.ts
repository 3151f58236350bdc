import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
let customer: Customer;
let model: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain');
  customer = await world.addCustomer([model], '1000');
});
afterAll(async () => {
  // Nothing of this file may cost anything.
  expect((await customer.credits()).balanceCredits).toBe('1000');
  await world.close();
});

const path = '/v1/chat/completions';
const messages = [{ role: 'user', content: 'hi' }];
const chat = (name: string, more: object = {}) => ({ model: name, messages, ...more });
const withKey = (secret: string) => ({ authorization: `Bearer ${secret}` });

/** Status and error of a refused call; none of these reaches the upstream. */
async function refused(body: unknown, headers: Record<string, string> = {}, to = path) {
  const response = await customer.post(to, body, headers);
  const { error } = (await response.json()) as { error: Record<string, unknown> };
  expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
  expect(world.upstream.calls).toHaveLength(0);
  return { status: response.status, error };
}

describe('400 invalid_request_error', () => {
  test.each([
    ['', null],
    ['no json', null],
    ['{"model":"x"', null],
    ['[]', null],
    ['"text"', null],
    ['null', null],
    ['{}', 'messages'],
    [{ messages }, 'model'],
    [{ model: '', messages }, 'model'],
    [{ model: 7, messages }, 'model'],
    [{ model: null, messages }, 'model'],
    [{ model: 'x' }, 'messages'],
    [{ model: 'x', messages: 'hi' }, 'messages'],
    [{ model: 'x', messages: [] }, 'messages'],
    [{ model: 'x', messages: ['hi'] }, 'messages'],
    [{ model: 'x', messages: [null] }, 'messages'],
    // Servers in Go, Ollama among them, take names in any case, the last of all: these would be another request there.
    [{ model: 'x', messages, Model: 'dear' }, 'Model'],
    [{ model: 'x', messages, MAX_TOKENS: 100_000 }, 'MAX_TOKENS'],
    [{ model: 'x', messages, max_tokens: 1, 'max_to\u212Aens': 100_000 }, 'max_to\u212Aens'],
    [{ model: 'x', messages, N: 128 }, 'N'],
    [{ model: 'x', messages, Messages: [] }, 'Messages'],
    [{ model: 'x', messages, '\u017Ftream': true }, '\u017Ftream'],
    [{ model: 'x', messages, Stream_Options: {} }, 'Stream_Options'],
    [{ model: 'x', messages, Thinking: { budget_tokens: 50_000 } }, 'Thinking'],
    [{ model: 'x', messages: [{ role: 'user', content: 'hi', Content: [] }] }, 'messages'],
    [
      { model: 'x', messages: [{ role: 'user', content: [{ type: 'image_url', Image_URL: 'x' }] }] },
      'messages',
    ],
    [{ model: 'x', messages, Tools: [{ type: 'mcp' }] }, 'Tools'],
    [{ model: 'x', messages, stream: 'yes' }, 'stream'],
    [{ model: 'x', messages, stream: 1 }, 'stream'],
    [{ model: 'x', messages, max_tokens: '10' }, 'max_tokens'],
    [{ model: 'x', messages, max_tokens: 0 }, 'max_tokens'],
    [{ model: 'x', messages, max_tokens: -1 }, 'max_tokens'],
    [{ model: 'x', messages, max_tokens: 1.5 }, 'max_tokens'],
    [{ model: 'x', messages, max_tokens: 1e18 }, 'max_tokens'],
    [{ model: 'x', messages, max_completion_tokens: [] }, 'max_completion_tokens'],
    [{ model: 'x', messages, n: 0 }, 'n'],
    [{ model: 'x', messages, n: 1e15 }, 'n'],
    [{ model: 'x', messages, n_predict: -1 }, 'n_predict'],
    [{ model: 'x', messages, max_output_tokens: '9' }, 'max_output_tokens'],
    [{ model: 'x', messages, thinking: { budget_tokens: '9' } }, 'thinking.budget_tokens'],
    [{ model: 'x', messages, stream_options: 'abc' }, 'stream_options'],
    [{ model: 'x', messages, stream_options: [] }, 'stream_options'],
    [{ model: 'x', messages, stream: true, stream_options: 7 }, 'stream_options'],
    [{ model: 'x', messages, tools: {} }, 'tools'],
    [{ model: 'x', messages, tools: [{}] }, 'tools'],
    [{ model: 'x', messages, tools: [null] }, 'tools'],
    [{ model: 'x', messages, tools: [{ type: 'web_search' }] }, 'tools'],
    [{ model: 'x', messages, tools: [{ type: 'mcp', server_url: 'litellm_proxy' }] }, 'tools'],
    [{ model: 'x', messages, tools: [{ googleSearch: {} }] }, 'tools'],
    [{ model: 'x', messages, chat_template_kwargs: { chat_template: 'x' } }, 'chat_template_kwargs'],
  ])('%j', async (body, param) => {
    const answer = await refused(body);
    expect(answer.status).toBe(400);
    expect(answer.error).toEqual({
      message: expect.any(String) as string,
      type: 'invalid_request_error',
      code: 'invalid_request_error',
      param,
    });
  });

  test.each([
    [{ model: 'x' }],
    [{ model: 'x', input: [] }],
    [{ model: 'x', input: null }],
    [{ model: 'x', input: { text: 'x' } }],
    [{ model: 'x', input: ['a', {}] }],
    [{ model: 'x', input: [['a']] }],
    [{ model: 'x', input: [[[1]]] }],
  ])('embeddings: %j', async (body) => {
    const answer = await refused(body, {}, '/v1/embeddings');
    expect([answer.status, answer.error.param]).toEqual([400, 'input']);
  });

  test('embeddings: messages beside the input, which a server may embed in its place', async () => {
    const answer = await refused({ model: 'x', input: 'hi', messages }, {}, '/v1/embeddings');
    expect([answer.status, answer.error.param]).toEqual([400, 'messages']);
  });

  test('a film, where nobody knows how long the context of the model is', async () => {
    const content = [{ type: 'video_url', video_url: { url: 'https://example.com/film.mp4' } }];
    const answer = await refused(chat(model.name, { messages: [{ role: 'user', content }] }));
    expect([answer.status, answer.error.param]).toEqual([400, 'messages']);
    expect(answer.error.message).toContain('"video_url" may cost cannot be told');
  });

  test('JSON is read whatever its content type is', async () => {
    for (const type of ['text/plain', 'application/json; charset=utf-8', 'application/x-www-form-urlencoded'])
      expect((await refused('{}', { 'content-type': type })).error.param).toBe('messages');
    const answer = await refused('{}', { 'content-type': 'nonsense' });
    expect([answer.status, answer.error.code]).toEqual([400, 'invalid_request_error']);
  });
});

describe('413 request_too_large', () => {
  const limit = 32 * 1024 * 1024;
  test('by its length', async () => {
    const answer = await refused(chat(model.name, { x: 'x'.repeat(limit) }));
    expect([answer.status, answer.error.code]).toEqual([413, 'request_too_large']);
  });
  test('by its bytes, when it does not say its length', async () => {
    const piece = new Uint8Array(1024 * 1024).fill(0x20);
    let pieces = 40;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => (pieces-- > 0 ? controller.enqueue(piece) : controller.close()),
    });
    const response = await fetch(world.url + path, {
      method: 'POST',
      headers: withKey(customer.key),
      body,
      duplex: 'half',
    });
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: 'request_too_large' } });
  });
});

test('an address that cannot be read is a bad request, in the shape of its API', async () => {
  const gateway = await fetch(`${world.url}/v1/models/%zz`, { headers: withKey(customer.key) });
  expect([
    gateway.status,
    gateway.headers.get('x-request-id'),
    gateway.headers.get('x-content-type-options'),
  ]).toEqual([400, expect.stringMatching(/^req_/), 'nosniff']);
  expect(await gateway.json()).toMatchObject({ error: { code: 'invalid_request_error', param: null } });
  const management = await fetch(`${world.url}/api/v1/models/%zz`);
  expect([management.status, management.headers.get('content-type')]).toEqual([
    400,
    expect.stringContaining('application/problem+json'),
  ]);
  expect(await management.json()).toMatchObject({ code: 'invalid_request' });
});

test.each(['/api/docs', '/api/docs/json', '/api/v1/openapi.json'])('%s is not sniffed', async (to) => {
  const response = await fetch(world.url + to);
  expect([response.status, response.headers.get('x-content-type-options')]).toEqual([200, 'nosniff']);
});
