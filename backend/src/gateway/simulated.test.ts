import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

/* The simulated provider passes through the same pipeline, and its costs can be told by hand: a word is a token. */

let world: World;
let customer: Customer;
const models: Record<string, string> = {};
const names = [
  'sim-echo',
  'sim-lorem',
  'sim-slow',
  'sim-embed',
  'sim-fail-500',
  'sim-fail-429',
  'sim-hang',
  'sim-drop',
];
beforeAll(async () => {
  world = await createWorld();
  const { id: providerId } = await createProvider(world.admin);
  const price = { inputPerMillionCredits: '1000000', outputPerMillionCredits: '10000000' };
  const added = await Promise.all(
    names.map((name) =>
      world.addModel(name, { prices: price, routes: [{ providerId, upstreamModel: name }] }),
    ),
  );
  names.forEach((name, index) => (models[name] = added[index]!.name));
  customer = await world.addCustomer(added, '1000000');
});
afterAll(() => world.close());

const chat = (name: string, more: object = {}) => ({
  model: models[name],
  messages: [
    { role: 'system', content: 'be brief' },
    { role: 'user', content: 'one two three' },
  ],
  max_tokens: 20,
  ...more,
});
const post = (name: string, more: object = {}, signal?: AbortSignal) =>
  customer.post('/v1/chat/completions', chat(name, more), {}, signal);
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;

describe('answers', () => {
  test('sim-echo says what it was told: 5 words in, 3 out', async () => {
    const response = await post('sim-echo');
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'one two three' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
    });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe('35');
  });
  test('and no more than it may', async () => {
    const response = await post('sim-echo', { max_tokens: 2 });
    expect(await response.json()).toMatchObject({
      choices: [{ message: { content: 'one two' }, finish_reason: 'length' }],
    });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe('25');
  });
  test.each(['sim-lorem', 'sim-slow'])('%s says as much as it may, streamed or not', async (name) => {
    const whole = (await (await post(name, { max_tokens: 7 })).json()) as {
      choices: { message: { content: string } }[];
    };
    const text = await (await post(name, { max_tokens: 7, stream: true })).text();
    const said = [...text.matchAll(/"content":"([^"]*)"/g)].map(([, word]) => word).join('');
    expect(said).toBe('lorem ipsum dolor sit amet consectetur adipiscing');
    expect(whole.choices[0]?.message.content).toBe(said);
    const [first, second] = (await world.usage(customer.accountId)).slice(-2);
    expect([first?.cost_micro_credits, second?.cost_micro_credits]).toEqual([75_000_000n, 75_000_000n]);
  });
  test('sim-embed', async () => {
    const ask = {
      model: models['sim-embed'],
      input: ['one two', 'three'],
      dimensions: 4,
      encoding_format: 'float',
    };
    const response = await customer.post('/v1/embeddings', ask);
    const { data } = (await response.json()) as { data: { embedding: number[] }[] };
    expect(data.map(({ embedding }) => embedding.length)).toEqual([4, 4]);
    expect(response.headers.get('x-litemaas-cost-credits')).toBe('3');
  });
});

describe('as a real server would', () => {
  test('n choices, all of them paid', async () => {
    const response = await post('sim-echo', { n: 2 });
    const body = (await response.json()) as { choices: object[] };
    expect(body).toMatchObject({
      choices: [
        { index: 0, message: { content: 'one two three' } },
        { index: 1, message: { content: 'one two three' } },
      ],
      usage: { prompt_tokens: 5, completion_tokens: 6, total_tokens: 11 },
    });
    expect(body.choices).toHaveLength(2);
    expect(response.headers.get('x-litemaas-cost-credits')).toBe('65');
  });
  test('n choices in a stream', async () => {
    const text = await (await post('sim-echo', { n: 2, stream: true })).text();
    const chunks = [...text.matchAll(/^data: (\{.*)$/gm)].map(
      ([, json = '']) =>
        JSON.parse(json) as {
          choices: { index: number; delta: { content?: string }; finish_reason: unknown }[];
        },
    );
    const said = ['', ''];
    const ends: number[] = [];
    for (const { index, delta, finish_reason: reason } of chunks.flatMap(({ choices }) => choices)) {
      said[index] += delta.content ?? '';
      if (reason === 'stop') ends.push(index);
    }
    expect([said, ends]).toEqual([
      ['one two three', 'one two three'],
      [0, 1],
    ]);
  });
  test('a tool call has an index in a stream only', async () => {
    const tools = {
      tools: [{ type: 'function', function: { name: 'look_up' } }],
      tool_choice: 'required',
    };
    const whole = (await (await post('sim-echo', tools)).json()) as {
      choices: { message: { tool_calls: object[] } }[];
    };
    expect(whole.choices[0]?.message.tool_calls).toEqual([
      { id: expect.any(String), type: 'function', function: { name: 'look_up', arguments: '{}' } },
    ]);
    const streamed = await (await post('sim-echo', { ...tools, stream: true })).text();
    expect(streamed).toContain('"tool_calls":[{"index":0,');
  });
  test('refuses what the model is not for', async () => {
    const chatting = await post('sim-embed');
    expect([chatting.status, await chatting.json()]).toMatchObject([
      400,
      {
        error: {
          code: 'invalid_request_error',
          message: 'The model "sim-embed" is not for /v1/chat/completions.',
        },
      },
    ]);
    const embedding = await customer.post('/v1/embeddings', { model: models['sim-echo'], input: 'one' });
    expect([embedding.status, await embedding.json()]).toMatchObject([
      400,
      {
        error: {
          code: 'invalid_request_error',
          message: 'The model "sim-echo" is not for /v1/embeddings.',
        },
      },
    ]);
    expect(await newest()).toMatchObject({ outcome: 'error', cost_micro_credits: 0n });
  });
});

describe('odd requests', () => {
  test.each([
    [{ messages: [{ role: 'user', content: [null, { type: 'text', text: 'a b' }, 'c'] }] }, 'a b'],
    [{ messages: [{ role: 'user', content: 7 }, { role: 'user' }] }, ''],
    [{ max_tokens: null, max_completion_tokens: 2 }, 'one two'],
    [{ tools: null, tool_choice: 'required' }, 'one two three'],
    [{ tools: [{ type: 'function', function: {} }], tool_choice: 'required' }, 'one two three'],
  ])('%j', async (more, said) => {
    const response = await post('sim-echo', more);
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: said } }] });
  });
  test('more words than anybody could read', async () => {
    const { status, body } = await post('sim-lorem', { max_tokens: 90_000, stream: true });
    expect(status).toBe(200);
    // The events are made as they are read.
    await body!.cancel();
  });
  test.each([
    [[1, 2, 3], 1, '3'],
    [[[1, 2], [3]], 2, '3'],
    [['one two', 'three'], 2, '3'],
  ])('embeddings of %j', async (input, count, cost) => {
    const response = await customer.post('/v1/embeddings', { model: models['sim-embed'], input });
    const { data } = (await response.json()) as { data: unknown[] };
    expect([data.length, response.headers.get('x-litemaas-cost-credits')]).toEqual([count, cost]);
  });
  test.each([1e9, 4097, 0, -1, 1.5, 'x'])('embeddings with %s dimensions are refused', async (dimensions) => {
    const ask = { model: models['sim-embed'], input: 'one', dimensions };
    expect((await customer.post('/v1/embeddings', ask)).status).toBe(400);
  });
});

describe('failures', () => {
  test.each([
    ['sim-fail-500', 502, 'upstream_error'],
    ['sim-fail-429', 429, 'rate_limit_exceeded'],
  ])('%s', async (name, status, code) => {
    const response = await post(name);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
    expect(await newest()).toMatchObject({ outcome: 'error', cost_micro_credits: 0n });
  });
  test.each([false, true])(
    'sim-hang never answers (stream: %s): who leaves pays the input',
    async (stream) => {
      const gone = new AbortController();
      const before = (await world.usage(customer.accountId)).length;
      const asking = post('sim-hang', { stream }, gone.signal);
      await expect.poll(async () => (await customer.credits()).heldCredits).not.toBe('0');
      gone.abort();
      await expect(asking).rejects.toThrow();
      await expect.poll(async () => (await world.usage(customer.accountId)).length).toBe(before + 1);
      expect(await newest()).toMatchObject({ outcome: 'aborted', input_tokens: 5n, output_tokens: 0n });
    },
  );
  test('sim-drop breaks off in the middle of a stream: what was said is paid', async () => {
    const text = await (await post('sim-drop', { stream: true, max_tokens: 10 })).text();
    expect(text).toContain('"code":"upstream_error"');
    const words = [...text.matchAll(/"content":"[^"]+"/g)].length;
    expect(await newest()).toMatchObject({
      outcome: 'error',
      input_tokens: 5n,
      output_tokens: BigInt(words),
      estimated: true,
    });
  });
  test('sim-drop breaks off a whole answer: the input is paid', async () => {
    const response = await post('sim-drop');
    expect([response.status, (await response.json()) as object]).toMatchObject([
      502,
      { error: { code: 'upstream_error' } },
    ]);
    expect(await newest()).toMatchObject({ outcome: 'error', input_tokens: 5n, output_tokens: 0n });
  });
  test('leaving sim-slow in the middle pays what was said', async () => {
    const gone = new AbortController();
    const response = await post('sim-slow', { stream: true, max_tokens: 1000 }, gone.signal);
    let text = '';
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.split('"content":"').length > 4) break;
    }
    gone.abort();
    await expect.poll(newest).toMatchObject({ outcome: 'aborted' });
    const { output_tokens: output } = await newest();
    expect(output).toBeGreaterThanOrEqual(3n);
    expect(output).toBeLessThan(20n);
  });
});
