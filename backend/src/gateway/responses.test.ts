import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import OpenAI from 'openai';
import { costOf, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { toolArguments, wordsOf } from '../../test/stand-ins/upstream-chat.ts';
import { formatCredits } from '../lib/credits.ts';

/* Responses, with the official package as their client. */

let world: World;
let customer: Customer;
let openai: OpenAI;
const models: Record<string, string> = {};
beforeAll(async () => {
  world = await createWorld();
  const names = ['plain', 'no-usage', 'split', 'drop-after-3', 'error-inside', 'error-at-once', 'fail-400'];
  const added = await Promise.all(names.map((name) => world.addModel(name)));
  added.push(await world.addModel('plain', { contextLength: 5000 }));
  [...names, 'known-context'].forEach((name, index) => (models[name] = added[index]!.name));
  customer = await world.addCustomer(added, '1000');
  openai = customer.openai();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const input = 'Say something.';
const text = wordsOf({}).join('');
const named = (name: string) => models[name]!;
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const post = (name: string, more: object = {}) =>
  customer.post('/v1/responses', { model: named(name), input, ...more });
const tools = [
  { type: 'function' as const, name: 'get_weather', parameters: { type: 'object' }, strict: false },
];

describe('JSON', () => {
  test('goes on as it came but for its bound, and costs what was counted', async () => {
    const { data, response } = await openai.responses
      .create({ model: named('plain'), input, store: false, prompt_cache_key: 'k' })
      .withResponse();
    expect(data.output_text).toBe(text);
    const [call] = world.upstream.calls;
    expect(call).toMatchObject({ path: '/v1/responses' });
    expect(call?.body).toEqual({
      model: 'plain',
      input,
      store: false,
      prompt_cache_key: 'k',
      max_output_tokens: 1000,
    });
    const record = await newest();
    expect(record).toMatchObject({
      surface: 'responses',
      outcome: 'success',
      estimated: false,
      output_tokens: 12n,
      cost_micro_credits: costOf(call!.invoice!),
    });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
  });

  test.each([{}, { tools }])('is counted where the upstream does not, to the same cost: %j', async (more) => {
    const costs = new Set<bigint>();
    for (const name of ['plain', 'no-usage'])
      for (const stream of [false, true]) {
        await (await post(name, { stream, ...more, tool_choice: more.tools ? 'required' : 'auto' })).text();
        const { estimated, output_tokens: output } = await newest();
        expect(estimated).toBe(name === 'no-usage');
        costs.add(output);
      }
    expect(costs.size).toBe(1);
  });

  test('items of every kind: the texts of messages and of what tools answered are counted', async () => {
    const answer = await openai.responses.create({
      model: named('no-usage'),
      instructions: 'one two',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'three four' }] },
        { type: 'function_call', call_id: 'c', name: 'get_weather', arguments: '{}' },
        { type: 'function_call_output', call_id: 'c', output: 'five six' },
      ],
    });
    expect(answer.output_text).toBe(text);
    const call = JSON.stringify({ name: 'get_weather', arguments: '{}' });
    const texts = ['one two', 'three four', call, 'five six'].map((said) => countTokens(said));
    expect(await newest()).toMatchObject({
      estimated: true,
      outcome: 'success',
      input_tokens: BigInt(texts.reduce((sum, tokens) => sum + tokens) + 3 * 4 + 3),
    });
  });

  test('an image is held for at the most it can be', async () => {
    const content = [{ type: 'input_image', image_url: 'data:image/png;base64,AAAA', detail: 'low' }];
    await (await post('plain', { input: [{ role: 'user', content }] })).text();
    const hold = (await newest()).hold_micro_credits;
    expect(hold).toBeGreaterThan(costOf({ promptTokens: 48_169, cachedTokens: 0, completionTokens: 1000 }));
    expect(hold).toBeLessThan(costOf({ promptTokens: 48_500, cachedTokens: 0, completionTokens: 1000 }));
  });

  test('an answer that failed is an error in clean words', async () => {
    const answer = await post('error-at-once');
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({
      error: { code: 'upstream_error', message: 'no luck at [address]' },
    });
    expect(await newest()).toMatchObject({ outcome: 'error', cost_micro_credits: 0n });
  });
});

describe('streams', () => {
  test.each(['plain', 'no-usage', 'split'])(
    'of a server that is %s: typed events, the last with usage and cost',
    async (name) => {
      const stream = await openai.responses.create({ model: named(name), input, stream: true });
      const events: OpenAI.Responses.ResponseStreamEvent[] = [];
      for await (const event of stream) events.push(event);
      expect(events.map(({ type }) => type)).toEqual([
        'response.created',
        'response.in_progress',
        'response.output_item.added',
        'response.content_part.added',
        ...Array.from({ length: 12 }, () => 'response.output_text.delta'),
        'response.output_text.done',
        'response.output_item.done',
        'response.completed',
      ]);
      expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
      const record = await newest();
      expect(events.at(-1)).toMatchObject({
        response: {
          status: 'completed',
          usage: {
            input_tokens: Number(record.input_tokens),
            output_tokens: 12,
            total_tokens: Number(record.input_tokens) + 12,
            cost_credits: formatCredits(record.cost_micro_credits),
          },
        },
      });
      expect(record).toMatchObject({ stream: true, outcome: 'success', estimated: name === 'no-usage' });
      expect(world.upstream.calls[0]?.body.stream_options).toBeUndefined();
    },
  );

  test('the helper for streams puts them together again, tools too', async () => {
    const words = openai.responses.stream({ model: named('plain'), input });
    expect((await words.finalResponse()).output_text).toBe(text);
    const called = openai.responses.stream({ model: named('plain'), input, tools, tool_choice: 'required' });
    expect((await called.finalResponse()).output[0]).toMatchObject({
      type: 'function_call',
      name: 'get_weather',
      arguments: toolArguments,
    });
  });

  test('that the model gives up end with response.failed, and cost what was said', async () => {
    const stream = await openai.responses.create({ model: named('error-inside'), input, stream: true });
    const events: OpenAI.Responses.ResponseStreamEvent[] = [];
    for await (const event of stream) events.push(event);
    expect(events.at(-1)).toMatchObject({
      type: 'response.failed',
      response: {
        status: 'failed',
        error: { code: 'server_error', message: 'the model at [address] ran out of memory' },
      },
    });
    expect(await newest()).toMatchObject({ outcome: 'error', estimated: true, output_tokens: 3n });
  });

  test('that break off end with an error, which the client throws', async () => {
    const stream = await openai.responses.create({ model: named('drop-after-3'), input, stream: true });
    const types: string[] = [];
    await expect(async () => {
      for await (const { type } of stream) types.push(type);
    }).rejects.toMatchObject({ code: 'upstream_error', type: 'upstream_error' });
    expect(types).not.toContain('response.completed');
    expect(await newest()).toMatchObject({ outcome: 'error', estimated: true, output_tokens: 3n });
  });

  test('that say more than was held for are stopped as incomplete', async () => {
    const stream = openai.responses.stream({
      model: named('no-usage'),
      input,
      max_output_tokens: 5,
      ...{ words: 3000 },
    });
    expect(await stream.finalResponse()).toMatchObject({
      status: 'incomplete',
      incomplete_details: { reason: 'max_output_tokens' },
      usage: { output_tokens: 5 },
    });
    expect(await newest()).toMatchObject({ outcome: 'success', output_tokens: 5n });
  });
});

describe('what a provider has kept', () => {
  test('goes on, and the whole context is held for', async () => {
    const body = {
      model: named('known-context'),
      input,
      previous_response_id: 'resp_1',
      max_output_tokens: 10,
    };
    await openai.responses.create(body);
    expect(world.upstream.calls[0]?.body).toMatchObject({
      previous_response_id: 'resp_1',
      max_output_tokens: 10,
    });
    const bytes = JSON.stringify(body).length + 8 + 16;
    expect((await newest()).hold_micro_credits).toBe(
      costOf({ promptTokens: 5000 + bytes, cachedTokens: 0, completionTokens: 10 }),
    );
  });

  test('is refused where the context is not known', async () => {
    const answer = await post('plain', { previous_response_id: 'resp_1' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: {
        message: expect.stringContaining('"previous_response_id" may cost cannot be told'),
        param: 'input',
      },
    });
    expect((await post('plain', { input: [{ type: 'item_reference', id: 'msg_1' }] })).status).toBe(400);
    expect(world.upstream.calls).toEqual([]);
  });

  test('in chat it does not go on', async () => {
    const messages = [{ role: 'user', content: 'hi' }];
    await customer.post('/v1/chat/completions', {
      model: named('plain'),
      messages,
      previous_response_id: 'x',
    });
    expect(world.upstream.calls[0]?.body).not.toHaveProperty('previous_response_id');
  });

  test('cannot be asked for here, nor can a stream be resumed', async () => {
    await expect(openai.responses.retrieve('resp_1')).rejects.toMatchObject({
      status: 404,
      code: 'not_found',
    });
    await expect(
      openai.responses.retrieve('resp_1', { stream: true, starting_after: 3 }),
    ).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });
});

test.each([
  [{ background: true }, 'background'],
  [{ conversation: 'conv_1' }, 'conversation'],
  [{ prompt: { id: 'pmpt_1' } }, 'prompt'],
  [{ context_management: [{ type: 'compaction' }] }, 'context_management'],
  ...[
    'web_search',
    'web_search_preview',
    'file_search',
    'code_interpreter',
    'mcp',
    'image_generation',
    'shell',
  ].map((type): [object, string] => [{ tools: [{ type, name: 'x' }] }, 'tools']),
  [{ input: [{ type: 'additional_tools', role: 'developer', tools: [{ type: 'web_search' }] }] }, 'tools'],
  [{ input: [{ type: 'mcp_approval_response', approve: true }] }, 'input'],
  [{ input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file_1' }] }] }, 'input'],
  [{ input: [] }, 'input'],
  [{ input: 7 }, 'input'],
  [{ input: ['a'] }, 'input'],
  [{ stream: 'yes' }, 'stream'],
  [{ max_output_tokens: 0 }, 'max_output_tokens'],
])('%j is refused', async (more, param) => {
  const answer = await post('plain', more);
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param } });
  expect(world.upstream.calls).toEqual([]);
});

test('errors are OpenAI errors', async () => {
  const error: unknown = await openai.responses
    .create({ model: named('fail-400'), input })
    .catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OpenAI.BadRequestError);
  expect(error).toMatchObject({ code: 'invalid_request_error' });
});
