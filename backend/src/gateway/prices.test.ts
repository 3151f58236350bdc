import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  customer = await world.addCustomer([], '1000000');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const messages = [{ role: 'user', content: 'hi' }];
async function priced(prices: object, upstreamModel = 'plain'): Promise<string> {
  const { id, name } = await world.addModel(upstreamModel, { prices });
  await customer.subscribe(id);
  return name;
}
/** Makes a call and gives what it cost, by its answer and by its usage record. */
async function ask(model: string, more: object = {}) {
  const response = await customer.post('/v1/chat/completions', { model, messages, max_tokens: 100, ...more });
  const text = await response.text();
  expect([response.status, text]).toEqual([200, expect.any(String)]);
  const id = response.headers.get('x-request-id');
  const usage = (await world.usage(customer.accountId)).find((row) => row.request_id === id)!;
  const said = response.headers.get('x-litemaas-cost-credits') ?? /"cost_credits":"([^"]*)"/.exec(text)?.[1];
  return { usage, said };
}

describe('a provider that breaks its counts down', () => {
  /** A thousand credits a million are a thousandth of a credit a token. */
  const prices = {
    inputPerMillionCredits: '10000',
    cachedInputPerMillionCredits: '1000',
    cacheWritePerMillionCredits: '12000',
    audioInputPerMillionCredits: '40000',
    outputPerMillionCredits: '50000',
    reasoningPerMillionCredits: '60000',
    audioOutputPerMillionCredits: '80000',
  };
  const usage = {
    prompt_tokens: 1000,
    completion_tokens: 500,
    total_tokens: 1500,
    prompt_tokens_details: { cached_tokens: 300, cache_write_tokens: 200, audio_tokens: 100 },
    completion_tokens_details: { reasoning_tokens: 250, audio_tokens: 50 },
  };
  // 400 in, 300 cached, 200 written, 100 audio; 200 out, 250 thinking, 50 audio.
  const credits = (4000 + 300 + 2400 + 4000 + 10_000 + 15_000 + 4000) / 1000;

  test.each([
    ['JSON', {}],
    ['a stream', { stream: true, stream_options: { include_usage: true } }],
  ])('costs the sum of the parts: %s', async (_kind, more) => {
    const answer = await ask(await priced(prices), { usage, ...more });
    expect(answer.said).toBe(String(credits));
    expect(answer.usage).toMatchObject({
      input_tokens: 1000n,
      cached_input_tokens: 300n,
      output_tokens: 500n,
      estimated: false,
      cost_micro_credits: BigInt(credits * 1e6),
    });
    const url = `/api/v1/accounts/${customer.accountId}/usage/${answer.usage.request_id}`;
    expect((await customer.call('GET', url)).body.tokenDetails).toEqual({
      cacheWriteTokens: 200,
      audioInputTokens: 100,
      reasoningTokens: 250,
      audioOutputTokens: 50,
    });
  });

  test.each([
    ['JSON', {}],
    ['a stream', { stream: true }],
  ])('thinking that is in the total only is charged: %s', async (_kind, more) => {
    const apart = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 420 };
    const answer = await ask(await priced(prices), { usage: apart, ...more });
    expect(answer.usage).toMatchObject({
      output_tokens: 320n,
      cost_micro_credits: 1_000_000n + 1_000_000n + 18_000_000n,
    });
  });
});

describe('tiers by length of the input', () => {
  const tiers = [
    { aboveInputTokens: 200_000, inputPerMillionCredits: '2000', outputPerMillionCredits: '6000' },
  ];
  const prices = { inputPerMillionCredits: '1000', outputPerMillionCredits: '4000', tiers };
  const usageOf = (promptTokens: number) => ({
    prompt_tokens: promptTokens,
    completion_tokens: 10,
    total_tokens: promptTokens + 10,
  });

  test('hold for the whole call', async () => {
    const model = await priced(prices);
    // Long enough for such counts to be believed.
    const long = { messages: [{ role: 'user', content: 'x'.repeat(20_000) }] };
    expect((await ask(model, { ...long, usage: usageOf(200_000) })).said).toBe('200.04');
    expect((await ask(model, { ...long, usage: usageOf(200_001) })).said).toBe('400.062');
  });

  test('are reserved where they can apply: with credits for one long call, one of five goes out', async () => {
    const { id, name } = await world.addModel('hang', { prices });
    // 200,200 bytes can be as many tokens: about 401 credits in the tier, 201 below it.
    const poor = await world.addCustomer([{ id }], '450');
    const body = {
      model: name,
      max_tokens: 10,
      messages: [{ role: 'user', content: 'many words '.repeat(18_200) }],
    };
    const gone = new AbortController();
    const calls = Array.from({ length: 5 }, () =>
      poor.post('/v1/chat/completions', body, {}, gone.signal).then(({ status }) => status),
    );
    const refused: number[] = [];
    calls.forEach((call) => void call.then((status) => refused.push(status)).catch(() => {}));
    await expect.poll(() => refused.length).toBe(4);
    expect(refused).toEqual([429, 429, 429, 429]);
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    gone.abort();
    await Promise.allSettled(calls);
  });
});

describe('what is reserved', () => {
  const prices = {
    inputPerMillionCredits: '1000',
    cacheWritePerMillionCredits: '2000',
    audioInputPerMillionCredits: '100000',
    imageInputPerMillionCredits: '3000',
    outputPerMillionCredits: '1000',
    reasoningPerMillionCredits: '5000',
    perImageCredits: '7',
  };
  const image = { type: 'image_url', image_url: { url: 'https://example.com/a.png' } };

  test('text at the dearest price of text, output at the dearest of output', async () => {
    const text = JSON.stringify({ model: await priced(prices), messages, max_tokens: 100 });
    const { usage } = await ask(JSON.parse(text).model as string);
    // Bytes, 8 tokens a message and 16 a request, as written to a cache; 100 tokens of thinking.
    const inputMost = BigInt(Buffer.byteLength(text)) + 8n + 16n;
    expect(usage.hold_micro_credits).toBe(inputMost * 2000n + 100n * 5000n);
  });

  test('an image at the dearest price of any input, and its own', async () => {
    const model = await priced(prices);
    const withImage = {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'what is this' }, image] }],
    };
    const body = JSON.stringify({ model, ...withImage, max_tokens: 100 });
    const { usage } = await ask(model, withImage);
    const textMost = BigInt(Buffer.byteLength(body) - image.image_url.url.length) + 8n + 16n;
    expect(usage.hold_micro_credits).toBe(7_000_000n + textMost * 2000n + 48_169n * 100_000n + 100n * 5000n);
  });

  test('every image costs what an image costs, also where the provider counts nothing', async () => {
    const content = [image, { type: 'text', text: 'compare' }, image];
    for (const upstreamModel of ['plain', 'no-usage']) {
      const model = await priced({ perRequestCredits: '0', perImageCredits: '1.5' }, upstreamModel);
      expect((await ask(model, { messages: [{ role: 'user', content }] })).said).toBe('3');
      expect((await ask(model)).said).toBe('0');
    }
  });
});

test('a service tier is not passed on: there is no price for it', async () => {
  await ask(await priced({ perRequestCredits: '1' }), { service_tier: 'priority', seed: 1 });
  expect(world.upstream.calls[0]!.body).not.toHaveProperty('service_tier');
  expect(world.upstream.calls[0]!.body).toMatchObject({ seed: 1 });
});

test('a price of 0 is a price; tiers and parts that are all null are none', async () => {
  const free = { inputPerMillionCredits: '0', outputPerMillionCredits: '0' };
  expect((await ask(await priced(free))).said).toBe('0');
  const model = await priced({ perRequestCredits: null, reasoningPerMillionCredits: null });
  const response = await customer.post('/v1/chat/completions', { model, messages });
  expect([response.status, (await response.json()) as object]).toMatchObject([
    422,
    { error: { code: 'model_unpriced' } },
  ]);
});

describe('a price list that says nothing of what a call is charged by serves nothing for nothing', () => {
  test.each<[object, string]>([
    [{ cachedInputPerMillionCredits: '1' }, 'input and output'],
    [{ perImageCredits: '1' }, 'input and output'],
    [{ inputPerMillionCredits: '1' }, 'output'],
    [{ outputPerMillionCredits: '1' }, 'input'],
  ])('chat with %j', async (prices, missing) => {
    const model = await priced(prices);
    const response = await customer.post('/v1/chat/completions', { model, messages });
    const { error } = (await response.json()) as { error: { code: string; message: string } };
    expect([response.status, error.code]).toEqual([422, 'model_unpriced']);
    expect(error.message).toContain(`has no price for ${missing} yet`);
    expect(world.upstream.calls).toHaveLength(0);
  });
  test.each<[object, number]>([
    [{ inputPerMillionCredits: '1' }, 200],
    [{ perRequestCredits: '0' }, 200],
    [{ outputPerMillionCredits: '1' }, 422],
  ])('embeddings with %j: %d', async (prices, status) => {
    const model = await priced(prices);
    expect((await customer.post('/v1/embeddings', { model, input: 'hi' })).status).toBe(status);
    const list = await fetch(`${world.url}/v1/models`, {
      headers: { authorization: `Bearer ${customer.key}` },
    });
    const { data } = (await list.json()) as { data: { id: string }[] };
    expect(data.some(({ id }) => id === model)).toBe(status === 200);
  });
});
