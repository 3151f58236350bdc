import Anthropic from '@anthropic-ai/sdk';
import OpenAI, { APIError } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoKeyOf, signInAsAdmin } from '../demo.ts';
import type { HttpClient } from '../http-client.ts';
import { type ServerProcess, startServer, stopServers } from '../server-process.ts';
import { installLitellm } from './install.ts';
import { type LitellmProxy, startLitellm } from './proxy.ts';

/*
 * A real LiteLLM behind a real server on an empty data folder, as `LITELLM_BASE_URL` sets it up. Where
 * LiteLLM cannot be installed, the tests say so and are skipped: there is nothing to stand in for it.
 */
const install = await installLitellm();
const missing = 'missing' in install ? install.missing : undefined;
if (missing) console.warn(`LiteLLM could not be installed, so nothing is tested against it: ${missing}`);

let proxy: LitellmProxy;
let server: ServerProcess;
let admin: HttpClient;
let openai: OpenAI;
let anthropic: Anthropic;

const installed = test.skipIf(missing !== undefined);

beforeAll(async () => {
  if ('missing' in install) return;
  proxy = await startLitellm(install.python);
  server = await startServer({ env: { LITELLM_BASE_URL: proxy.url, LITELLM_API_KEY: proxy.masterKey } });
  admin = await signInAsAdmin(server);
  const apiKey = demoKeyOf(server);
  openai = new OpenAI({ baseURL: `${server.url}/v1`, apiKey, maxRetries: 0 });
  anthropic = new Anthropic({ baseURL: server.url, apiKey, maxRetries: 0 });
}, 180_000);
afterAll(async () => {
  await stopServers();
  await proxy?.stop();
}, 60_000);

const messages = [{ role: 'user' as const, content: 'Hello' }];
const lastCall = async () => (await admin.call('GET', '/api/v1/accounts/me/usage?limit=1')).body.data[0];

installed('its models are in the catalogue, with limits and prices in credits', async () => {
  const { body } = await admin.call('GET', '/api/v1/models?search=mock');
  expect(body.data).toMatchObject([
    {
      name: 'mock-chat',
      providerNames: ['LiteLLM'],
      providerClass: 'cloud',
      contextLength: 8192,
      maxOutputTokens: 1024,
      prices: {
        inputPerMillionCredits: '1000',
        outputPerMillionCredits: '2500',
        perRequestCredits: null,
        free: false,
      },
    },
    { name: 'mock-embed', contextLength: 2048, prices: { inputPerMillionCredits: '130' } },
    { name: 'mock-unpriced', contextLength: null, prices: null },
  ]);
});

installed('chat is answered and charged: 10 tokens in, 20 out', async () => {
  const { data, response } = await openai.chat.completions
    .create({ model: 'mock-chat', messages })
    .withResponse();
  expect(data.choices[0]?.message.content).toBe('Hello from the mock.');
  // 10 × 1,000 + 20 × 2,500 credits per million
  expect(response.headers.get('x-litemaas-cost-credits')).toBe('0.06');
  expect(response.headers.get('x-litemaas-provider')).toBe('LiteLLM');
  expect([...response.headers.keys()].filter((name) => name.includes('litellm'))).toEqual([]);
  expect(await lastCall()).toMatchObject({
    modelName: 'mock-chat',
    outcome: 'success',
    inputTokens: 10,
    outputTokens: 20,
    estimated: false,
    costCredits: '0.06',
  });
});

installed('a stream is answered and charged the same', async () => {
  const stream = await openai.chat.completions.create({
    model: 'mock-chat',
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  let said = '';
  let usage: unknown;
  for await (const chunk of stream) {
    said += chunk.choices[0]?.delta.content ?? '';
    usage = chunk.usage ?? usage;
  }
  expect(said).toBe('Hello from the mock.');
  const call = await lastCall();
  expect(call).toMatchObject({ stream: true, outcome: 'success', estimated: false });
  expect(usage).toMatchObject({
    prompt_tokens: call.inputTokens,
    completion_tokens: call.outputTokens,
    cost_credits: call.costCredits,
  });
  expect(call.costCredits).toBe(String((call.inputTokens * 1000 + call.outputTokens * 2500) / 1_000_000));
});

installed('embeddings too', async () => {
  const reply = await openai.embeddings.create({
    model: 'mock-embed',
    input: 'Hello',
    encoding_format: 'float',
  });
  expect(reply.data[0]?.embedding).toEqual([0.1, 0.2, 0.3]);
  expect(await lastCall()).toMatchObject({ surface: 'embeddings', inputTokens: 10, costCredits: '0.0013' });
});

installed('responses and messages too, by the counts that the client reads', async () => {
  const costOf = (input: number, output: number) => String((input * 1000 + output * 2500) / 1_000_000);
  const response = await openai.responses.create({ model: 'mock-chat', input: 'Hello' });
  expect(response.output_text).toBe('Hello from the mock.');
  const { input_tokens: input, output_tokens: output } = response.usage!;
  expect(await lastCall()).toMatchObject({
    surface: 'responses',
    inputTokens: input,
    outputTokens: output,
    estimated: false,
    costCredits: costOf(input, output),
  });
  const { content, usage } = await anthropic.messages.create({
    model: 'mock-chat',
    max_tokens: 200,
    messages,
  });
  expect(content).toMatchObject([{ type: 'text', text: 'Hello from the mock.' }]);
  expect(await lastCall()).toMatchObject({
    surface: 'messages',
    inputTokens: usage.input_tokens,
    outputTokens: usage.output_tokens,
    estimated: false,
    costCredits: costOf(usage.input_tokens, usage.output_tokens),
  });
});

installed.for<[model: string, status: number, code: string]>([
  ['refuses-429', 429, 'rate_limit_exceeded'],
  ['refuses-context', 400, 'invalid_request_error'],
  ['refuses-500', 502, 'upstream_error'],
  ['comes-late', 504, 'upstream_timeout'],
])('%s: its error is told as ours, and nothing is charged', async ([model, status, code]) => {
  const calling = openai.chat.completions.create({ model, messages });
  await expect(calling).rejects.toMatchObject({ status, code });
  expect(await lastCall()).toMatchObject({ modelName: model, outcome: 'error', status, costCredits: '0' });
});

installed('a stream that fails as it begins is refused, and costs nothing', async () => {
  const stream = openai.chat.completions.create({ model: 'breaks-off', messages, stream: true });
  await expect(stream).rejects.toMatchObject({ status: 503, code: 'upstream_unavailable' });
  expect(await lastCall()).toMatchObject({ modelName: 'breaks-off', outcome: 'error', costCredits: '0' });
});

installed('a model without a price is refused, and one that does not exist', async () => {
  const unpriced = openai.chat.completions.create({ model: 'mock-unpriced', messages });
  await expect(unpriced).rejects.toMatchObject({ status: 422, code: 'model_unpriced' });
  const unknown = openai.chat.completions.create({ model: 'mock-unknown', messages });
  await expect(unknown).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
});

installed('the books agree', async () => {
  expect((await admin.call('GET', '/api/v1/admin/verify')).body).toMatchObject({ ok: true });
});

installed('when it is away, calls say so and everything else goes on', async () => {
  await proxy.stop();
  const call = openai.chat.completions.create({ model: 'mock-chat', messages });
  await expect(call).rejects.toThrow(APIError);
  await expect(call).rejects.toMatchObject({ status: 503, code: 'upstream_unavailable' });
  await expect(signInAsAdmin(server)).resolves.toBeDefined();
});
