import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import OpenAI from 'openai';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { chatJson, invoiceOf, toolArguments, wordsOf } from '../../test/stand-ins/upstream-chat.ts';
import { formatCredits } from '../lib/credits.ts';

/* The official package, with nothing changed but its base URL and key. */

let world: World;
let customer: Customer;
let openai: OpenAI;
const models: Record<string, { id: string; name: string }> = {};
beforeAll(async () => {
  world = await createWorld();
  for (const name of ['plain', 'no-usage', 'usage-with-finish']) models[name] = await world.addModel(name);
  customer = await world.addCustomer(Object.values(models), '1000');
  openai = customer.openai();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const named = (name: string) => models[name]!.name;
const messages = [{ role: 'user' as const, content: 'Say something.' }];
const text = wordsOf({}).join('');
const tools = [
  {
    type: 'function' as const,
    function: {
      name: 'get_weather',
      parameters: { type: 'object', properties: { city: { type: 'string' } } },
    },
  },
];
async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const recordOf = async (requestId: string) =>
  (await world.usage(customer.accountId)).find((row) => row.request_id === requestId)!;

describe('chat', () => {
  test('JSON, with its cost in a header', async () => {
    const { data, response } = await openai.chat.completions
      .create({ model: named('plain'), messages })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe(text);
    expect(data.usage).toMatchObject({ completion_tokens: 12 });
    const record = await recordOf(response.headers.get('x-request-id')!);
    expect(response.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
    expect(response.headers.get('x-litemaas-model')).toBe(named('plain'));
    expect(response.headers.get('x-litemaas-provider')).toBe(encodeURI(world.provider.name));
    expect(response.headers.get('x-litemaas-cache')).toBe('miss');
    expect(record).toMatchObject({
      key_id: customer.keyId,
      surface: 'chat.completions',
      stream: false,
      status: 200,
      outcome: 'success',
      error_code: null,
      estimated: false,
      input_tokens: BigInt(data.usage!.prompt_tokens),
      output_tokens: 12n,
    });
  });

  test('stream without usage asked for: no usage comes, and it is known all the same', async () => {
    const { data: stream, response } = await openai.chat.completions
      .create({ model: named('plain'), messages, stream: true })
      .withResponse();
    let said = '';
    for await (const chunk of stream) {
      expect(chunk.usage ?? null).toBeNull();
      expect(chunk.choices).toHaveLength(1);
      said += chunk.choices[0]?.delta.content ?? '';
    }
    expect(said).toBe(text);
    expect(await recordOf(response.headers.get('x-request-id')!)).toMatchObject({
      stream: true,
      estimated: false,
      output_tokens: 12n,
    });
  });

  test.each(['plain', 'no-usage', 'usage-with-finish'])(
    'stream with usage asked for, from an upstream that is %s: the last chunk has it, and the cost',
    async (name) => {
      const { data: stream, response } = await openai.chat.completions
        .create({ model: named(name), messages, stream: true, stream_options: { include_usage: true } })
        .withResponse();
      const chunks = await all(stream);
      const last = chunks.at(-1)!;
      expect(last.choices).toEqual([]);
      expect(last).toMatchObject({ id: chunks[0]?.id, model: name, object: 'chat.completion.chunk' });
      expect(last.created).toBe(chunks[0]?.created);
      const record = await recordOf(response.headers.get('x-request-id')!);
      expect(last.usage).toMatchObject({
        prompt_tokens: Number(record.input_tokens),
        completion_tokens: 12,
        total_tokens: Number(record.input_tokens) + 12,
        cost_credits: formatCredits(record.cost_micro_credits),
      });
      expect(record.estimated).toBe(name === 'no-usage');
      expect(chunks.filter(({ choices }) => choices.length === 0)).toHaveLength(1);
    },
  );

  test('streamed or not, with or without usage: the same cost', async () => {
    const costs = new Set<bigint>();
    for (const model of ['plain', 'no-usage'])
      for (const stream of [true, false]) {
        const reply = await customer.post('/v1/chat/completions', {
          model: named(model),
          messages,
          stream,
          n: 2,
        });
        await reply.text();
        costs.add((await recordOf(reply.headers.get('x-request-id')!)).cost_micro_credits);
      }
    expect(costs.size).toBe(1);
  });

  test('the helper for streams puts it together again', async () => {
    const stream = openai.chat.completions.stream({ model: named('plain'), messages });
    expect(await stream.finalContent()).toBe(text);
  });

  test('tools, JSON and streamed, also counted where the upstream does not say', async () => {
    for (const model of ['plain', 'no-usage']) {
      const request = { model: named(model), messages, tools };
      const whole = await openai.chat.completions.create(request);
      expect(whole.choices[0]?.message.tool_calls).toMatchObject([
        { type: 'function', function: { name: 'get_weather', arguments: toolArguments } },
      ]);
      expect(whole.choices[0]?.finish_reason).toBe('tool_calls');
      const streamed = await openai.chat.completions.stream(request).finalChatCompletion();
      expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({
        function: { name: 'get_weather', arguments: toolArguments },
      });
      const [first, second] = (await world.usage(customer.accountId)).slice(-2);
      expect(first?.output_tokens).toBe(second?.output_tokens);
      expect(first?.output_tokens).toBe(BigInt(invoiceOf({ model, messages, tools }).completionTokens));
    }
  });

  test('a tool the simulated provider is made to call', async () => {
    const provider = await world.admin.call('POST', '/api/v1/admin/providers', {
      name: 'simulated for tools',
      kind: 'simulated',
      class: 'local',
    });
    const routes = [{ providerId: provider.body.id, upstreamModel: 'sim-echo' }];
    const model = await world.addModel('sim-echo', { routes });
    await customer.subscribe(model.id);
    const request = { model: model.name, messages, tools, tool_choice: 'required' as const };
    const whole = await openai.chat.completions.create(request);
    expect(whole.choices[0]?.message.tool_calls?.[0]).toMatchObject({
      function: { name: 'get_weather', arguments: '{}' },
    });
    const streamed = await openai.chat.completions.stream(request).finalChatCompletion();
    expect(streamed.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather' } });
    const echo = await openai.chat.completions.create({ model: model.name, messages });
    expect(echo.choices[0]?.message.content).toBe('Say something.');
    expect(echo.usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 2 });
  });

  test('images in the content arrive byte for byte', async () => {
    const url = `data:image/png;base64,${Buffer.from(Array.from({ length: 30_000 }, (_, i) => i % 256)).toString('base64')}`;
    const content = [
      { type: 'text' as const, text: 'What is this? \u{1F600}' },
      { type: 'image_url' as const, image_url: { url, detail: 'low' as const } },
    ];
    await openai.chat.completions.create({ model: named('plain'), messages: [{ role: 'user', content }] });
    expect(world.upstream.calls[0]?.body.messages).toEqual([{ role: 'user', content }]);
    expect(world.upstream.calls[0]?.raw.includes(url)).toBe(true);
    // An image is held at what images can count (48,169), not at the bytes of its base64.
    expect((await newest()).hold_micro_credits).toBeLessThan(18_000_000n);
  });
});

describe('embeddings', () => {
  test.each([
    ['base64, which the package asks for and decodes', undefined],
    ['float', 'float' as const],
  ])('%s', async (_name, format) => {
    const { data, response } = await openai.embeddings
      .create({ model: named('plain'), input: ['one', 'two words'], encoding_format: format })
      .withResponse();
    expect(data.data.map(({ embedding }) => embedding)).toEqual([
      [0.5, -0.25],
      [0.5, -0.25],
    ]);
    expect(world.upstream.calls[0]?.body.encoding_format).toBe(format ?? 'base64');
    const record = await recordOf(response.headers.get('x-request-id')!);
    expect(record).toMatchObject({
      surface: 'embeddings',
      input_tokens: 3n,
      output_tokens: 0n,
      estimated: false,
    });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
  });

  test.each([
    ['a text', 'one two', 2n],
    ['tokens', [1, 2, 3], 3n],
    ['lists of tokens', [[1, 2], [3]], 3n],
  ])('of %s are counted where the upstream does not say', async (_name, input, tokens) => {
    await openai.embeddings.create({ model: named('no-usage'), input });
    expect(await newest()).toMatchObject({ input_tokens: tokens, output_tokens: 0n, estimated: true });
  });
});

describe('models', () => {
  test('list and retrieve what the key may call', async () => {
    const list = await all(openai.models.list());
    expect(list.map(({ id }) => id)).toContain(named('plain'));
    expect(list.map(({ id }) => id)).toEqual(list.map(({ id }) => id).toSorted((a, b) => a.localeCompare(b)));
    const one = await openai.models.retrieve(named('plain'));
    expect(one).toEqual({
      id: named('plain'),
      object: 'model',
      created: expect.any(Number) as number,
      owned_by: 'litemaas',
    });
    const unknown = openai.models.retrieve('no-such-model');
    await expect(unknown).rejects.toThrow(OpenAI.NotFoundError);
    await expect(unknown).rejects.toMatchObject({ code: 'model_not_found', param: 'model' });
  });

  test('with a slash in its name', async () => {
    const model = await world.addModel('plain', { name: 'org/model:7b' });
    await customer.subscribe(model.id);
    expect((await openai.models.retrieve('org/model:7b')).id).toBe('org/model:7b');
    expect(
      (await customer.openai().chat.completions.create({ model: 'org/model:7b', messages })).object,
    ).toBe('chat.completion');
  });
});

test('the answer is what the upstream sent, byte for byte', async () => {
  const response = await customer.post('/v1/chat/completions', { model: named('plain'), messages });
  const { body, invoice } = world.upstream.calls[0]!;
  expect(await response.text()).toBe(chatJson(body, invoice));
});
