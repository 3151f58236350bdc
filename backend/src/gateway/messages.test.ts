import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type Anthropic from '@anthropic-ai/sdk';
import { costOf, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { toolArguments, wordsOf } from '../../test/stand-ins/upstream-chat.ts';
import { formatCredits } from '../lib/credits.ts';

/* Messages, with Anthropic's official package as their client: at a provider that speaks them, and at one of OpenAI's API. */

let world: World;
let customer: Customer;
let client: Anthropic;
const models: Record<string, string> = {};
const upstreams = ['plain', 'no-usage', 'split', 'cached', 'no-done', 'heartbeats'];
const sides = ['native', 'translated'];
beforeAll(async () => {
  world = await createWorld();
  const { id } = await world.addAnthropic();
  const added: { id: string; name: string }[] = [];
  for (const name of upstreams) {
    const native = await world.addModel(name, { routes: [{ providerId: id, upstreamModel: name }] });
    const translated = await world.addModel(name);
    models[`native ${name}`] = native.name;
    models[`translated ${name}`] = translated.name;
    added.push(native, translated);
  }
  customer = await world.addCustomer(added, '1000');
  client = customer.anthropic();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const named = (side: string, name = 'plain') => models[`${side} ${name}`]!;
const messages = [{ role: 'user' as const, content: 'Say something.' }];
const text = wordsOf({}).join('');
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const tools: Anthropic.Tool[] = [
  { name: 'get_weather', input_schema: { type: 'object', properties: { city: { type: 'string' } } } },
];
const ask = (side: string, more: Partial<Anthropic.MessageCreateParamsNonStreaming> = {}) => ({
  model: named(side),
  max_tokens: 50,
  messages,
  ...more,
});

describe.each(sides)('%s', (side) => {
  test('JSON, with its cost in a header', async () => {
    const { data, response } = await client.messages.create(ask(side)).withResponse();
    expect(data).toMatchObject({
      type: 'message',
      role: 'assistant',
      model: 'plain',
      content: [{ type: 'text', text }],
      stop_reason: 'end_turn',
    });
    const record = await newest();
    const [call] = world.upstream.calls;
    expect(record).toMatchObject({
      surface: 'messages',
      outcome: 'success',
      estimated: false,
      output_tokens: 12n,
      cost_micro_credits: costOf(call!.invoice!),
    });
    expect(data.usage).toMatchObject({ input_tokens: Number(record.input_tokens), output_tokens: 12 });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
    expect(response.headers.get('request-id')).toBe(record.request_id);
    expect(response.headers.get('x-request-id')).toBe(record.request_id);
  });

  test.each(upstreams)('stream of a server that is %s: the last message_delta has the cost', async (name) => {
    const stream = await client.messages.create({ ...ask(side), model: named(side, name), stream: true });
    const events: Anthropic.RawMessageStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      'message_start',
      'content_block_start',
      ...Array.from({ length: 12 }, () => 'content_block_delta'),
      'content_block_stop',
      'message_delta',
      'message_stop',
    ]);
    const record = await newest();
    expect(events.at(-2)).toMatchObject({
      delta: { stop_reason: 'end_turn' },
      usage: { output_tokens: 12, cost_credits: formatCredits(record.cost_micro_credits) },
    });
    expect(record).toMatchObject({
      stream: true,
      outcome: 'success',
      estimated: name === 'no-usage',
      cost_micro_credits: costOf(world.upstream.calls[0]!.invoice!),
    });
  });

  test('the helper for streams puts it together again', async () => {
    expect(await client.messages.stream(ask(side)).finalText()).toBe(text);
  });

  test.each(['plain', 'no-usage'])(
    'tools of a server that is %s, JSON and streamed: the same cost',
    async (name) => {
      const request = { ...ask(side, { tools }), model: named(side, name) };
      const call = { type: 'tool_use', name: 'get_weather', input: JSON.parse(toolArguments) as object };
      const whole = await client.messages.create(request);
      expect(whole).toMatchObject({ content: [call], stop_reason: 'tool_use' });
      const streamed = await client.messages.stream(request).finalMessage();
      expect(streamed).toMatchObject({ content: [call], stop_reason: 'tool_use' });
      const [first, second] = (await world.usage(customer.accountId)).slice(-2);
      expect(first?.output_tokens).toBe(second?.output_tokens);
      expect(first?.output_tokens).toBe(BigInt(world.upstream.calls[0]!.invoice!.completionTokens));
    },
  );

  test('a whole conversation is counted where the server does not say', async () => {
    await client.messages.create({
      ...ask(side),
      model: named(side, 'no-usage'),
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [...messages, { role: 'assistant', content: 'Why?' }, { role: 'user', content: 'Because.' }],
    });
    const { input_tokens: input, estimated } = await newest();
    expect({ input, estimated }).toEqual({
      input: BigInt(world.upstream.calls[0]!.invoice!.promptTokens),
      estimated: true,
    });
  });

  test('an image is held for at the most it can be', async () => {
    const source = { type: 'base64' as const, media_type: 'image/png' as const, data: 'A'.repeat(40_000) };
    await client.messages.create(
      ask(side, { messages: [{ role: 'user', content: [{ type: 'image', source }] }] }),
    );
    const hold = (await newest()).hold_micro_credits;
    expect(hold).toBeGreaterThan(costOf({ promptTokens: 48_169, cachedTokens: 0, completionTokens: 50 }));
    expect(hold).toBeLessThan(costOf({ promptTokens: 48_800, cachedTokens: 0, completionTokens: 50 }));
  });
});

test('a provider that speaks it gets the bytes as they came, and its key in x-api-key', async () => {
  const body = `{"model":"${named('native')}","max_tokens": 50,"messages":[{"role":"user","content":"hi"}],"top_k":5.0}`;
  await (await customer.post('/v1/messages', body)).text();
  const [call] = world.upstream.calls;
  expect(call?.raw.toString()).toBe(body.replace(named('native'), 'plain'));
  expect(call?.path).toBe('/v1/messages');
  expect(call?.headers).toMatchObject({ 'x-api-key': 'upstream-secret', 'anthropic-version': '2023-06-01' });
  expect(call?.headers.authorization).toBeUndefined();
});

test('another gets it in its own words, without what is not for it', async () => {
  const request = { ...ask('translated'), service_tier: 'auto' as const, system: 'Be brief.', top_k: 5 };
  await client.messages.create(request);
  expect(world.upstream.calls[0]?.path).toBe('/v1/chat/completions');
  expect(world.upstream.calls[0]?.body).toEqual({
    model: 'plain',
    max_tokens: 50,
    messages: [{ role: 'system', content: 'Be brief.' }, ...messages],
    top_k: 5,
  });
});

test('what another has nothing like is refused with its name, and costs nothing', async () => {
  const bash = { type: 'bash_20250124' as const, name: 'bash' as const };
  const asking = client.messages.create(ask('translated', { tools: [bash] }));
  await expect(asking).rejects.toMatchObject({
    status: 400,
    type: 'invalid_request_error',
    details: { error_code: 'invalid_request_error', param: 'tools' },
  });
  expect(world.upstream.calls).toEqual([]);
  expect(await newest()).toMatchObject({ status: 400, cost_micro_credits: 0n });
  expect((await client.messages.create(ask('native', { tools: [bash] }))).content).toHaveLength(1);
});

describe('chat at a provider that speaks messages', () => {
  const chat = (name: string, more: object = {}) => ({ model: named('native', name), messages, ...more });

  test.each(upstreams)('of a server that is %s: JSON and stream, to the invoice', async (name) => {
    const openai = customer.openai();
    const whole = await openai.chat.completions.create(chat(name));
    expect(whole.choices[0]).toMatchObject({ message: { content: text }, finish_reason: 'stop' });
    expect(world.upstream.calls[0]).toMatchObject({ path: '/v1/messages', body: { max_tokens: 1000 } });
    const stream = openai.chat.completions.stream({
      ...chat(name),
      stream: true,
      stream_options: { include_usage: true },
    });
    const streamed = await stream.finalChatCompletion();
    expect(streamed.choices[0]).toMatchObject({ message: { content: text }, finish_reason: 'stop' });
    const records = (await world.usage(customer.accountId)).slice(-2);
    expect(streamed.usage).toMatchObject({ cost_credits: formatCredits(records[1]!.cost_micro_credits) });
    expect(records.map((row) => [row.cost_micro_credits, row.estimated, row.cached_input_tokens])).toEqual(
      world.upstream.calls.map(({ invoice }) => [
        costOf(invoice!),
        name === 'no-usage',
        BigInt(invoice!.cachedTokens),
      ]),
    );
  });

  test('tools, JSON and streamed', async () => {
    const parameters = { type: 'object', properties: {} };
    const request = {
      ...chat('plain'),
      tools: [{ type: 'function' as const, function: { name: 'get_weather', parameters } }],
    };
    const expected = [{ function: { name: 'get_weather', arguments: toolArguments } }];
    const openai = customer.openai();
    const whole = await openai.chat.completions.create(request);
    expect(whole.choices[0]).toMatchObject({
      message: { tool_calls: expected },
      finish_reason: 'tool_calls',
    });
    const streamed = await openai.chat.completions.stream(request).finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls).toMatchObject(expected);
  });

  test('what messages have nothing like is refused with its name', async () => {
    const answer = await customer.post('/v1/chat/completions', chat('plain', { seed: 1 }));
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param: 'seed' } });
    const embedding = await customer.post('/v1/embeddings', { model: named('native'), input: 'hi' });
    expect(embedding.status).toBe(400);
    expect(await embedding.json()).toMatchObject({ error: { param: 'model' } });
    expect(world.upstream.calls).toEqual([]);
  });
});

describe('counting tokens', () => {
  test.each([
    ['the provider is asked', 'native', 42, ['/v1/messages/count_tokens']],
    ['it is done here', 'translated', countTokens('Say something.') + countTokens('Be brief.') + 11, []],
  ])('%s (%s), and costs nothing', async (_name, side, tokens, paths) => {
    const counted = await client.messages.countTokens({ model: named(side), messages, system: 'Be brief.' });
    expect(counted).toEqual({ input_tokens: tokens });
    expect(world.upstream.calls.map(({ path }) => path)).toEqual(paths);
    expect(await newest()).toMatchObject({
      surface: 'messages.count_tokens',
      outcome: 'success',
      cost_micro_credits: 0n,
      input_tokens: 0n,
    });
  });

  test('here, it is what such a call is counted as', async () => {
    const { input_tokens: tokens } = await client.messages.countTokens({
      model: named('translated'),
      messages,
    });
    await client.messages.create({ ...ask('translated'), model: named('translated', 'no-usage') });
    expect((await newest()).input_tokens).toBe(BigInt(tokens));
  });
});
