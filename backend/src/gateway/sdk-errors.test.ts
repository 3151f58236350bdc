import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import OpenAI, { APIError, APIUserAbortError } from 'openai';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { wordsOf } from '../../test/stand-ins/upstream-chat.ts';

/* What the official package makes of refusals and failures, and what it costs to leave or to try again. */

let world: World;
let customer: Customer;
let openai: OpenAI;
const models: Record<string, { id: string; name: string }> = {};
const upstreams = ['plain', 'hang', 'pause-after-3', 'error-inside', 'drop-after-3'];
const flaky = ['flaky-500', 'flaky-429', 'flaky-503'];
const failing = [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504].map(
  (status) => `fail-${status}`,
);
beforeAll(async () => {
  world = await createWorld();
  for (const name of [...upstreams, ...failing, ...flaky]) models[name] = await world.addModel(name);
  customer = await world.addCustomer(Object.values(models), '1000');
  openai = customer.openai();
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const named = (name: string) => models[name]!.name;
const messages = [{ role: 'user' as const, content: 'Say something.' }];
const text = wordsOf({}).join('');
const newest = async () => (await world.usage(customer.accountId)).at(-1)!;
const recordOf = async (requestId: string) =>
  (await world.usage(customer.accountId)).find((row) => row.request_id === requestId)!;

describe('errors', () => {
  const ask = (model: string, more: object = {}, client = openai) =>
    client.chat.completions.create({ model, messages, ...more });
  const thrown = async (asking: Promise<unknown>) => {
    const error: unknown = await asking.then(
      () => 'nothing was thrown',
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(APIError);
    return error as APIError;
  };

  test('AuthenticationError', async () => {
    const stranger = customer.openai({ apiKey: `sk-lm-${'x'.repeat(43)}` });
    const error = await thrown(ask(named('plain'), {}, stranger));
    expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
    expect(error).toMatchObject({
      status: 401,
      code: 'invalid_api_key',
      type: 'authentication_error',
      param: null,
    });
    expect(error.requestID).toMatch(/^req_/);
  });
  test('PermissionDeniedError', async () => {
    const model = await world.addModel('plain');
    const error = await thrown(ask(model.name));
    expect(error).toBeInstanceOf(OpenAI.PermissionDeniedError);
    expect(error).toMatchObject({ status: 403, code: 'model_access_denied', param: 'model' });
  });
  test('NotFoundError', async () => {
    const error = await thrown(ask('no-such-model'));
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error).toMatchObject({ status: 404, code: 'model_not_found', param: 'model' });
  });
  test('a base URL that lacks its end is told so', async () => {
    const client = customer.openai({ baseURL: openai.baseURL.replace(/\/v1$/, '') });
    const error = await thrown(ask(named('plain'), {}, client));
    expect(error).toBeInstanceOf(OpenAI.NotFoundError);
    expect(error.message).toBe(
      '404 There is nothing at POST /chat/completions, but at /v1/chat/completions. Does the base URL end with /v1?',
    );
  });
  test('RateLimitError', async () => {
    const { secret } = await customer.createKey({ rpm: 1 });
    const client = customer.openai({ apiKey: secret });
    await ask(named('plain'), {}, client);
    const error = await thrown(ask(named('plain'), {}, client));
    expect(error).toBeInstanceOf(OpenAI.RateLimitError);
    expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect(Number(error.headers?.get('retry-after'))).toBeGreaterThan(0);
  });
  test('UnprocessableEntityError', async () => {
    const model = await world.addModel('plain', { prices: {} });
    await customer.subscribe(model.id);
    const error = await thrown(ask(model.name));
    expect(error).toBeInstanceOf(OpenAI.UnprocessableEntityError);
    expect(error).toMatchObject({ status: 422, code: 'model_unpriced' });
  });
  test('BadRequestError', async () => {
    const error = await thrown(ask(named('plain'), { max_tokens: 0 }));
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ status: 400, code: 'invalid_request_error', param: 'max_tokens' });
  });
  test('402 as a plain APIError that is not tried again', async () => {
    const poor = await world.addCustomer([models['plain']!], '0');
    const error = await thrown(ask(named('plain'), {}, poor.openai({ maxRetries: 3 })));
    expect(error).toMatchObject({ status: 402, code: 'insufficient_credits', type: 'insufficient_quota' });
    expect(error.headers?.get('x-should-retry')).toBe('false');
  });
  test.each([
    ['fail-500', 502, 'upstream_error', OpenAI.InternalServerError],
    ['fail-502', 502, 'upstream_error', OpenAI.InternalServerError],
    ['fail-503', 503, 'upstream_unavailable', OpenAI.InternalServerError],
    ['fail-504', 504, 'upstream_timeout', OpenAI.InternalServerError],
    ['fail-429', 429, 'rate_limit_exceeded', OpenAI.RateLimitError],
    ['fail-400', 400, 'invalid_request_error', OpenAI.BadRequestError],
    ['fail-422', 422, 'invalid_request_error', OpenAI.UnprocessableEntityError],
    ['fail-413', 413, 'invalid_request_error', APIError],
    // What is wrong between the gateway and its provider is not the client's affair.
    ['fail-401', 502, 'upstream_error', OpenAI.InternalServerError],
    ['fail-403', 502, 'upstream_error', OpenAI.InternalServerError],
    ['fail-404', 502, 'upstream_error', OpenAI.InternalServerError],
    ['fail-409', 502, 'upstream_error', OpenAI.InternalServerError],
  ])('%s becomes %i %s, and costs nothing', async (name, status, code, kind) => {
    const before = (await customer.credits()).balanceCredits;
    for (const stream of [false, true]) {
      const error = await thrown(ask(named(name), { stream }));
      expect(error).toBeInstanceOf(kind);
      expect(error).toMatchObject({ status, code });
      expect(error.message).not.toMatch(/10\.0\.0\.7|sk-upstream|litellm|secret-group/);
      if (name === 'fail-429') {
        expect(error.headers?.get('retry-after')).toBe('7');
        expect(error.message).toContain('a rate limit of its own; yours are not used up. Try again in 7 s.');
        expect(error.error).toMatchObject({ details: { source: 'provider' } });
      }
      expect(await recordOf(error.requestID!)).toMatchObject({
        status,
        outcome: 'error',
        error_code: code,
        cost_micro_credits: 0n,
      });
    }
    expect((await customer.credits()).balanceCredits).toBe(before);
  });

  test.each(['error-inside', 'drop-after-3'])(
    'inside a stream (%s) is thrown after what was said',
    async (name) => {
      const stream = await openai.chat.completions.create({ model: named(name), messages, stream: true });
      let said = '';
      const reading = (async () => {
        for await (const chunk of stream) said += chunk.choices[0]?.delta.content ?? '';
      })();
      await expect(reading).rejects.toThrow(APIError);
      await expect(reading).rejects.toMatchObject({ code: 'upstream_error' });
      await expect(reading).rejects.not.toThrow(/10\.0\.0\.7|litellm/);
      expect(said).toBe(wordsOf({ words: 3 }).join(''));
    },
  );
});

describe('leaving and trying again', () => {
  test('an abort before the answer reaches the upstream and costs the input', async () => {
    const gone = new AbortController();
    const asking = openai.chat.completions.create(
      { model: named('hang'), messages, user: 'leaves early' },
      { signal: gone.signal },
    );
    const call = await world.upstream.callOf('leaves early');
    gone.abort();
    await expect(asking).rejects.toThrow(APIUserAbortError);
    await expect.poll(() => call.gone).toBe(true);
    await expect
      .poll(newest)
      .toMatchObject({ status: 499, outcome: 'aborted', estimated: true, output_tokens: 0n });
    expect((await newest()).input_tokens).toBe(BigInt(call.invoice!.promptTokens));
  });

  test('an abort in the middle of a stream costs what was said', async () => {
    const stream = await openai.chat.completions.create({
      model: named('pause-after-3'),
      messages,
      user: 'leaves midway',
      stream: true,
    });
    let words = 0;
    for await (const chunk of stream) {
      if (chunk.choices[0]?.delta.content) words += 1;
      if (words === 3) break;
    }
    const call = await world.upstream.callOf('leaves midway');
    await expect.poll(() => call.gone).toBe(true);
    await expect
      .poll(newest)
      .toMatchObject({ outcome: 'aborted', status: 499, output_tokens: 3n, estimated: true });
  });

  test.each(flaky)('the automatic retry after %s is billed once', async (name) => {
    const request = { model: named(name), messages, user: `retries ${name}` };
    // The upstream's Retry-After is seven seconds; the package obeys up to a minute, so it is told not to.
    const client = customer.openai({
      maxRetries: 2,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        const headers = new Headers(response.headers);
        if (headers.has('retry-after')) headers.set('retry-after-ms', '1');
        return new Response(response.body, { status: response.status, headers });
      },
    });
    const before = await world.usage(customer.accountId);
    const answer = await client.chat.completions.create(request);
    expect(answer.choices[0]?.message.content).toBe(text);
    expect(world.upstream.calls).toHaveLength(2);
    const costs = (await world.usage(customer.accountId)).slice(before.length);
    // A trouble that may pass is tried once more before the client hears of it; a limit is for the client to wait for.
    const refused = name === 'flaky-429' ? [['error', false]] : [];
    expect(costs.map((row) => [row.outcome, row.cost_micro_credits > 0n])).toEqual([
      ...refused,
      ['success', true],
    ]);
  });
});
