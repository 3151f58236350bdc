import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { openMeter } from '../lib/meters.ts';

let world: World;
let model: { id: string; name: string };
/** 1 credit per token, in or out. */
const perToken = { inputPerMillionCredits: '1000000', outputPerMillionCredits: '1000000' };
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain', { prices: perToken });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const path = '/v1/chat/completions';
const chat = (more: object = {}) => ({
  model: model.name,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 100,
  ...more,
});
/** The input of a call with one message is its bytes and 8 + 16 tokens of overhead at the most. */
const inputMost = (more: object = {}) => Buffer.byteLength(JSON.stringify(chat(more))) + 24;
/** Somebody who can pay for the input and `output` tokens more. */
const customerWithRoomFor = (output: number, more: object = {}) =>
  world.addCustomer([model], String(inputMost(more) + output));

async function ask(customer: Customer, more: object = {}, headers: Record<string, string> = {}) {
  const response = await customer.post(path, chat(more), headers);
  const text = await response.text();
  const body = text.startsWith('{') ? (JSON.parse(text) as { error?: Record<string, unknown> }) : {};
  return { status: response.status, headers: response.headers, error: body.error, text };
}

/** Sets limits on a meter, and makes every instance know of it. */
async function limit(owner: Parameters<typeof openMeter>[1], limits: Record<string, number>): Promise<void> {
  const id = await openMeter(world.db, owner);
  for (const [column, value] of Object.entries(limits))
    await world.db.query(`UPDATE meters SET ${column}_limit = $2 WHERE id = $1`, [id.toString(), value]);
  const change = owner.accountId === null ? 'catalogue' : `account ${owner.accountId}`;
  await world.db.query(`SELECT pg_notify('litemaas_changed', $1)`, [change]);
}

describe('an answer that is only partly covered', () => {
  test.each([
    ['JSON', {}],
    ['a stream', { stream: true }],
  ])('by credits is bounded to what they pay for: %s', async (_kind, more) => {
    const customer = await customerWithRoomFor(14, more);
    const answer = await ask(customer, more);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('x-litemaas-max-tokens')).toBe('14');
    expect(world.upstream.calls[0]?.body).toMatchObject({ max_tokens: 14 });
    expect(Number((await customer.credits()).balanceCredits)).toBeGreaterThanOrEqual(0);
    expect((await customer.credits()).heldCredits).toBe('0');
  });

  test('is bounded in the one word that the provider obeys', async () => {
    const more = { max_completion_tokens: 90 };
    await ask(await customerWithRoomFor(14, more), more);
    const { max_tokens, max_completion_tokens } = world.upstream.calls[0]!.body;
    expect({ max_tokens, max_completion_tokens }).toEqual({
      max_tokens: 14,
      max_completion_tokens: undefined,
    });
  });

  test('is shared by its choices', async () => {
    const more = { n: 3 };
    const answer = await ask(await customerWithRoomFor(14, more), more);
    expect(answer.headers.get('x-litemaas-max-tokens')).toBe('4');
  });

  test('is refused when the client does not want it', async () => {
    const answer = await ask(await customerWithRoomFor(14), {}, { 'x-litemaas-lower-max-tokens': 'false' });
    expect([answer.status, answer.error?.code]).toEqual([402, 'insufficient_credits']);
    expect(world.upstream.calls).toEqual([]);
  });

  test('is refused when not even one token is covered', async () => {
    const customer = await customerWithRoomFor(0);
    const answer = await ask(customer);
    expect([answer.status, answer.error?.code]).toEqual([402, 'insufficient_credits']);
    expect(await customer.credits()).toMatchObject({ balanceCredits: String(inputMost()), heldCredits: '0' });
  });

  test('by a quota of tokens is bounded, too', async () => {
    const customer = await world.addCustomer([model], '1000');
    await world.db.query(
      `UPDATE meters SET tokens_limit = $2 WHERE scope = 'subscription' AND account_id = $1`,
      [customer.accountId, inputMost() + 24],
    );
    expect((await ask(customer)).headers.get('x-litemaas-max-tokens')).toBe('24');
  });

  test('waits when running calls hold what it needs', async () => {
    const hang = await world.addModel('hang', { prices: perToken });
    const customer = await world.addCustomer([model, hang], '400');
    const gone = new AbortController();
    const running = customer.post(path, chat({ model: hang.name }), {}, gone.signal).catch(() => 'left');
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    const answer = await ask(customer);
    expect([answer.status, answer.error?.code]).toEqual([429, 'in_flight_budget_exhausted']);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.error?.details).toMatchObject({
      scope: 'account',
      scopeId: customer.accountId,
      unit: 'credits',
      held: String(100 + inputMost({ model: hang.name })),
    });
    gone.abort();
    await running;
  });
});

describe('quotas of a subscription', () => {
  test('429 quota_exceeded for requests, until the month is over', async () => {
    const customer = await world.addCustomer([model], '1000');
    await world.db.query(
      `UPDATE meters SET requests_limit = 1 WHERE scope = 'subscription' AND account_id = $1`,
      [customer.accountId],
    );
    expect((await ask(customer)).status).toBe(200);
    const answer = await ask(customer);
    expect([answer.status, answer.error?.code]).toEqual([429, 'quota_exceeded']);
    expect(answer.headers.get('x-should-retry')).toBe('false');
    const { resetsAt, ...details } = answer.error?.details as Record<string, unknown>;
    expect(details).toMatchObject({
      scope: 'subscription',
      unit: 'requests',
      limit: '1',
      used: '1',
      held: '0',
    });
    const [row] = (
      await world.db.query<{ next: Date }>(
        `SELECT (date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month') AT TIME ZONE 'UTC' AS next`,
      )
    ).rows;
    expect(Math.abs(new Date(resetsAt as string).getTime() - row!.next.getTime())).toBeLessThan(5_000);
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('a call that failed before anything was produced does not count', async () => {
    const failing = await world.addModel('fail-500', { prices: perToken });
    const customer = await world.addCustomer([failing], '1000');
    expect((await ask(customer, { model: failing.name })).status).toBe(502);
    const { rows } = await world.db.query(
      `SELECT requests_used, requests_held, tokens_used FROM meters WHERE scope = 'subscription' AND account_id = $1`,
      [customer.accountId],
    );
    expect(rows).toEqual([{ requests_used: 0n, requests_held: 0n, tokens_used: 0n }]);
  });
});

describe('a budget', () => {
  test('402 budget_exceeded says whose it is, how it stands and where to raise it', async () => {
    const customer = await world.addCustomer([model], '1000');
    await limit({ accountId: customer.accountId, scope: 'key', scopeId: customer.keyId }, { credits: 10 });
    const owner = { scope: 'key', scopeId: customer.keyId };
    await expect
      .poll(async () => (await ask(customer)).error)
      .toEqual({
        message: expect.stringMatching(/^The key's budget of 0.00001 credits is used up\.$/) as string,
        type: 'insufficient_quota',
        code: 'budget_exceeded',
        param: null,
        details: {
          ...owner,
          unit: 'credits',
          limit: '0.00001',
          used: expect.any(String) as string,
          held: '0',
          resetsAt: null,
          raiseUrl: 'http://localhost:8080/budgets',
        },
      });
  });

  test('in credits does not stop a free model, one in tokens does', async () => {
    const free = await world.addModel('plain', { prices: { free: true } });
    const customer = await world.addCustomer([free], '0');
    const owner = { accountId: customer.accountId, scope: 'key', scopeId: customer.keyId };
    await limit(owner, { credits: 0 });
    expect((await ask(customer, { model: free.name })).status).toBe(200);
    await limit(owner, { tokens: 1 });
    await expect
      .poll(async () => (await ask(customer, { model: free.name })).error?.code)
      .toBe('budget_exceeded');
  });
});

test('calls at once: who finds no room waits for one to end', async () => {
  const hang = await world.addModel('hang', { prices: perToken });
  const customer = await world.addCustomer([model, hang], '1000');
  const { secret } = await customer.createKey({ concurrency: 2 });
  const authorization = `Bearer ${secret}`;
  const leave = [new AbortController(), new AbortController()];
  const running = leave.map(({ signal }) =>
    customer.post(path, chat({ model: hang.name }), { authorization }, signal).catch(() => 'left'),
  );
  await expect.poll(() => world.upstream.calls.length).toBe(2);
  const answer = await ask(customer, {}, { authorization });
  expect([answer.status, answer.error?.code]).toEqual([429, 'rate_limit_exceeded']);
  expect(answer.error?.message).toBe('Rate limit reached: 2 calls at once. Try again when one has ended.');
  expect(answer.headers.get('retry-after')).toBe('1');
  leave[0]?.abort();
  await running[0];
  await expect.poll(async () => (await ask(customer, {}, { authorization })).status).toBe(200);
  leave[1]?.abort();
  await running[1];
});

test('a provider whose limit is reached is left out while another can serve', async () => {
  const [first, second] = await Promise.all(
    [0, 1].map(() => createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url })),
  );
  const routed = await world.addModel('plain', {
    prices: perToken,
    routes: [first!, second!].map(({ id }, order) => ({ providerId: id, upstreamModel: 'plain', order })),
  });
  const customer = await world.addCustomer([routed], '10000');
  await limit({ accountId: null, scope: 'provider', scopeId: first!.id, period: 'day' }, { requests: 2 });
  await expect
    .poll(async () => (await ask(customer, { model: routed.name })).headers.get('x-litemaas-provider'))
    .toBe(encodeURI(second!.name));
  await limit({ accountId: null, scope: 'provider', scopeId: second!.id, period: 'day' }, { requests: 1 });
  await expect
    .poll(async () => (await ask(customer, { model: routed.name })).error)
    .toMatchObject({ code: 'budget_exceeded', details: { scope: 'provider', unit: 'requests' } });
});

describe('rate-limit headers of an answer', () => {
  test.each([
    ['JSON', {}],
    ['a stream', { stream: true }],
  ])('say what is left after it: %s', async (_kind, more) => {
    const customer = await world.addCustomer([model], '1000');
    const { secret } = await customer.createKey({ rpm: 10, tpm: 1000 });
    const headers = { authorization: `Bearer ${secret}` };
    await ask(customer, more, headers);
    const answer = await ask(customer, more, headers);
    expect(answer.headers.get('x-ratelimit-limit-requests')).toBe('10');
    expect(answer.headers.get('x-ratelimit-remaining-requests')).toBe('8');
    expect(answer.headers.get('x-ratelimit-limit-tokens')).toBe('1000');
    const used = world.upstream.invoices()[0]!;
    // The first call is there with what it used, this one with the most it can use.
    expect(answer.headers.get('x-ratelimit-remaining-tokens')).toBe(
      String(1000 - used.promptTokens - used.completionTokens - 100 - inputMost(more)),
    );
    for (const unit of ['requests', 'tokens'])
      expect(answer.headers.get(`x-ratelimit-reset-${unit}`)).toMatch(/^(5\d|60)s$/);
  });

  test('are those of the tightest limit, and absent where there is none', async () => {
    const customer = await world.addCustomer([model], '1000');
    expect((await ask(customer)).headers.get('x-ratelimit-limit-requests')).toBeNull();
    const plan = await world.admin.call('PUT', `/api/v1/admin/accounts/${customer.accountId}/plan`, {
      planId: 'pln_basic',
    });
    expect(plan.status).toBe(200);
    const { secret } = await customer.createKey({ rpm: 50 });
    const answer = await ask(customer, {}, { authorization: `Bearer ${secret}` });
    expect(answer.headers.get('x-ratelimit-limit-requests')).toBe('10');
    expect(answer.headers.get('x-ratelimit-limit-tokens')).toBeNull();
  });
});
