import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import Anthropic, { APIConnectionTimeoutError, APIError, APIUserAbortError } from '@anthropic-ai/sdk';
import { costOf, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { wordsOf } from '../../test/stand-ins/upstream-chat.ts';

/* What Anthropic's package makes of refusals and failures, and what it costs to leave or to try again. */

let world: World;
let customer: Customer;
let client: Anthropic;
let anthropicId: string;
const models: Record<string, string> = {};
const broken = ['error-inside', 'drop-after-3', 'end-after-3', 'cached-drop-after-3'];
const upstreams = ['plain', 'hang', 'pause-after-3', 'cached-pause-after-3', ...broken];
const flaky = ['flaky-500', 'flaky-429', 'flaky-529'];
const failing = [400, 401, 404, 413, 422, 429, 500, 503, 504, 529].map((status) => `fail-${status}`);
const sides = ['native', 'translated'];
beforeAll(async () => {
  world = await createWorld();
  ({ id: anthropicId } = await world.addAnthropic());
  const added: { id: string; name: string }[] = [];
  for (const upstreamModel of [...upstreams, ...failing, ...flaky]) {
    const native = await world.addModel('x', { routes: [{ providerId: anthropicId, upstreamModel }] });
    const translated = await world.addModel(upstreamModel);
    models[`native ${upstreamModel}`] = native.name;
    models[`translated ${upstreamModel}`] = translated.name;
    added.push(native, translated);
  }
  customer = await world.addCustomer(added, '1000');
  client = customer.anthropic();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const messages = [{ role: 'user' as const, content: 'Say something.' }];
const text = wordsOf({}).join('');
const named = (side: string, name: string) => models[`${side} ${name}`]!;
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const recordOf = async (requestId: string) =>
  (await world.usage(customer.accountId)).find((row) => row.request_id === requestId)!;
const ask = (model: string, more: object = {}, from = client) =>
  from.messages.create({ model, messages, max_tokens: 50, ...more });
const thrown = async (asking: Promise<unknown>) => {
  const error: unknown = await asking.then(
    () => 'nothing was thrown',
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(APIError);
  return error as APIError;
};

describe('errors', () => {
  test('AuthenticationError, with the id of the request in header and body', async () => {
    const error = await thrown(
      ask(named('native', 'plain'), {}, customer.anthropic({ apiKey: `sk-lm-${'x'.repeat(43)}` })),
    );
    expect(error).toBeInstanceOf(Anthropic.AuthenticationError);
    expect(error).toMatchObject({ status: 401, type: 'authentication_error', errorCode: 'invalid_api_key' });
    expect(error.requestID).toMatch(/^req_/);
    expect(error.error).toMatchObject({ type: 'error', request_id: error.requestID });
  });

  test('the key as a bearer token is as good', async () => {
    const bearer = customer.anthropic({ apiKey: null, authToken: customer.key });
    expect((await ask(named('native', 'plain'), {}, bearer)).type).toBe('message');
  });

  test('BadRequestError for a block that stands alone, which no server would be held for', async () => {
    const lone = { type: 'image_url', image_url: { url: 'https://host/a.png' } };
    const said = [{ role: 'user', content: lone }] as unknown as typeof messages;
    for (const side of sides) {
      const error = await thrown(ask(named(side, 'plain'), { messages: said }));
      expect(error).toMatchObject({ status: 400, type: 'invalid_request_error' });
    }
    expect(world.upstream.calls).toEqual([]);
  });

  test('PermissionDeniedError', async () => {
    const { name } = await world.addModel('plain');
    const error = await thrown(ask(name));
    expect(error).toBeInstanceOf(Anthropic.PermissionDeniedError);
    expect(error).toMatchObject({ status: 403, type: 'permission_error', errorCode: 'model_access_denied' });
  });

  test('NotFoundError', async () => {
    const error = await thrown(ask('no-such-model'));
    expect(error).toBeInstanceOf(Anthropic.NotFoundError);
    expect(error).toMatchObject({ status: 404, type: 'not_found_error', errorCode: 'model_not_found' });
  });

  test('RateLimitError', async () => {
    const { secret } = await customer.createKey({ rpm: 1 });
    const limited = customer.anthropic({ apiKey: secret });
    await ask(named('native', 'plain'), {}, limited);
    const error = await thrown(ask(named('native', 'plain'), {}, limited));
    expect(error).toBeInstanceOf(Anthropic.RateLimitError);
    expect(error).toMatchObject({ status: 429, type: 'rate_limit_error', errorCode: 'rate_limit_exceeded' });
  });

  test('UnprocessableEntityError', async () => {
    const model = await world.addModel('plain', { prices: {} });
    await customer.subscribe(model.id);
    const error = await thrown(ask(model.name));
    expect(error).toBeInstanceOf(Anthropic.UnprocessableEntityError);
    expect(error).toMatchObject({ status: 422, type: 'invalid_request_error', errorCode: 'model_unpriced' });
  });

  test.each([
    [{ max_tokens: 0 }, 'max_tokens'],
    [{ max_tokens: null }, 'max_tokens'],
    [{ messages: [] }, 'messages'],
    [{ messages: [{ role: 'user', Content: 'hi' }] }, 'messages'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image', source: { type: 'file', file_id: 'f' } }] }] },
      'messages',
    ],
    [
      { messages: [{ role: 'user', content: [{ type: 'document', source: { type: 'url', url: 'x' } }] }] },
      'messages',
    ],
    [{ tools: [{ type: 'web_search_20250305', name: 'web_search' }] }, 'tools'],
    [{ context_management: { edits: [] } }, 'context_management'],
    [{ n: 2 }, 'n'],
    [{ chat_template_kwargs: { chat_template: '{{ messages }}' } }, 'chat_template_kwargs'],
    [{ thinking: { type: 'enabled', budget_tokens: 1.5 } }, 'thinking.budget_tokens'],
  ])('BadRequestError: %j', async (more, param) => {
    const error = await thrown(ask(named('native', 'plain'), more));
    expect(error).toBeInstanceOf(Anthropic.BadRequestError);
    expect(error.details).toMatchObject({ error_code: 'invalid_request_error', param });
    expect(world.upstream.calls).toEqual([]);
  });

  test('402 is not tried again', async () => {
    const [model] = [await world.addModel('plain')];
    const poor = await world.addCustomer([model], '0');
    const error = await thrown(ask(model.name, {}, poor.anthropic({ maxRetries: 3 })));
    expect(error).toMatchObject({ status: 402, type: 'billing_error', errorCode: 'insufficient_credits' });
    expect(error.headers?.get('x-should-retry')).toBe('false');
  });

  test.each([
    ['fail-500', 502, 'api_error', 'upstream_error'],
    ['fail-503', 503, 'overloaded_error', 'upstream_unavailable'],
    ['fail-529', 503, 'overloaded_error', 'upstream_unavailable'],
    ['fail-504', 504, 'timeout_error', 'upstream_timeout'],
    ['fail-429', 429, 'rate_limit_error', 'rate_limit_exceeded'],
    ['fail-400', 400, 'invalid_request_error', 'invalid_request_error'],
    ['fail-422', 422, 'invalid_request_error', 'invalid_request_error'],
    ['fail-413', 413, 'request_too_large', 'invalid_request_error'],
    ['fail-401', 502, 'api_error', 'upstream_error'],
    ['fail-404', 502, 'api_error', 'upstream_error'],
  ])('%s becomes %i %s, and costs nothing', async (name, status, type, errorCode) => {
    for (const side of sides)
      for (const stream of [false, true]) {
        const error = await thrown(ask(named(side, name), { stream }));
        expect(error).toMatchObject({ status, type, errorCode });
        expect(error.message).not.toMatch(/10\.0\.0\.7|sk-upstream|litellm|secret-group/);
        expect(await recordOf(error.requestID!)).toMatchObject({
          status,
          outcome: 'error',
          cost_micro_credits: 0n,
        });
      }
  });

  test.each(sides.flatMap((side) => broken.map((name) => [side, name])))(
    'inside a stream (%s, %s) is thrown after what was said, which costs what it came to',
    async (side, name) => {
      const stream = await client.messages.create({
        model: named(side, name),
        max_tokens: 50,
        messages,
        stream: true,
      });
      let said = '';
      const reading = (async () => {
        for await (const event of stream)
          if (event.type === 'content_block_delta' && event.delta.type === 'text_delta')
            said += event.delta.text;
      })();
      const error = await thrown(reading);
      expect(error).toMatchObject({ type: 'api_error', errorCode: 'upstream_error' });
      expect(error.message).not.toMatch(/10\.0\.0\.7|litellm/);
      expect(said).toBe(wordsOf({ words: 3 }).join(''));
      expect(await newest()).toMatchObject({ outcome: 'error', output_tokens: 3n });
    },
  );
});

/** What is known of the input when a stream breaks off: Anthropic tells it at the beginning. */
const endings: [side: string, path: string, name: string][] = [
  ['native', '/v1/messages', 'cached-drop-after-3'],
  ['native', '/v1/messages', 'cached-pause-after-3'],
  ['native', '/v1/chat/completions', 'cached-drop-after-3'],
  ['native', '/v1/chat/completions', 'cached-pause-after-3'],
];
test.each(endings)('%s %s %s is charged to the token of the invoice', async (side, path, name) => {
  const gone = new AbortController();
  const body = { model: named(side, name), max_tokens: 50, messages, stream: true };
  const response = await customer.post(path, body, {}, gone.signal);
  let came = '';
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    came += chunk;
    if (came.includes(JSON.stringify(wordsOf({}).at(2)))) break;
  }
  gone.abort();
  await expect.poll(async () => (await newest()).model_name).toBe(named(side, name));
  const { invoice } = world.upstream.calls[0]!;
  const record = await newest();
  expect({
    input: record.input_tokens,
    cached: record.cached_input_tokens,
    output: record.output_tokens,
    cost: record.cost_micro_credits,
  }).toEqual({
    input: BigInt(invoice!.promptTokens),
    cached: BigInt(invoice!.cachedTokens),
    output: 3n,
    cost: costOf(invoice!),
  });
});

describe.each(sides)('%s: leaving and trying again', (side) => {
  test('an abort before the answer reaches the upstream and costs the input', async () => {
    const user = `leaves early ${side}`;
    const gone = new AbortController();
    const body = { model: named(side, 'hang'), max_tokens: 50, messages, user };
    const asking = client.messages.create(body as Anthropic.MessageCreateParamsNonStreaming, {
      signal: gone.signal,
    });
    const call = await world.upstream.callOf(user);
    gone.abort();
    await expect(asking).rejects.toThrow(APIUserAbortError);
    await expect.poll(() => call.gone).toBe(true);
    await expect
      .poll(newest)
      .toMatchObject({ status: 499, outcome: 'aborted', estimated: true, output_tokens: 0n });
    expect((await newest()).input_tokens).toBe(BigInt(call.invoice!.promptTokens));
  });

  test('a timeout of the client is settled as honestly', async () => {
    const model = named(side, 'hang');
    const before = (await world.usage(customer.accountId)).length;
    const asking = client.messages.create({ model, max_tokens: 50, messages }, { timeout: 500 });
    await expect(asking).rejects.toThrow(APIConnectionTimeoutError);
    await expect.poll(async () => (await world.usage(customer.accountId)).length).toBe(before + 1);
    expect(await newest()).toMatchObject({ status: 499, outcome: 'aborted', output_tokens: 0n });
  });

  test('an abort in the middle of a stream costs what was said', async () => {
    const user = `leaves midway ${side}`;
    const body = { model: named(side, 'pause-after-3'), max_tokens: 50, messages, user, stream: true };
    const stream = await client.messages.create(body as unknown as Anthropic.MessageCreateParamsStreaming);
    let words = 0;
    for await (const event of stream) {
      if (event.type === 'content_block_delta') words += 1;
      if (words === 3) break;
    }
    const call = await world.upstream.callOf(user);
    await expect.poll(() => call.gone).toBe(true);
    await expect
      .poll(newest)
      .toMatchObject({ outcome: 'aborted', status: 499, output_tokens: 3n, estimated: true });
  });

  test.each(flaky)('the automatic retry after %s is billed once', async (name) => {
    const retrying = customer.anthropic({
      maxRetries: 2,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const headers = new Headers(response.headers);
        if (headers.has('retry-after')) headers.set('retry-after-ms', '1');
        return new Response(response.body, { status: response.status, headers });
      },
    });
    const before = await world.usage(customer.accountId);
    const answer = await ask(named(side, name), { system: side }, retrying);
    expect(answer.content).toMatchObject([{ text }]);
    expect(world.upstream.calls).toHaveLength(2);
    const costs = (await world.usage(customer.accountId)).slice(before.length);
    const refused = name === 'flaky-429' ? [['error', false]] : [];
    expect(costs.map((row) => [row.outcome, row.cost_micro_credits > 0n])).toEqual([
      ...refused,
      ['success', true],
    ]);
  });
});
