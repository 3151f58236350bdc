import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBudget } from '../../../test/budgets.ts';
import { type Customer, createWorld, type World } from '../../../test/gateway-world.ts';
import { formatCredits } from '../../lib/credits.ts';
import type { EstimateReply } from './schemas.ts';

let world: World;
let model: { id: string; name: string };
let customer: Customer;
let inputMost = 0;
/** 1 credit per token, in or out. */
const perToken = { inputPerMillionCredits: '1000000', outputPerMillionCredits: '1000000' };
beforeAll(async () => {
  world = await createWorld();
  model = await world.addModel('plain', { prices: perToken });
  inputMost = Buffer.byteLength(JSON.stringify(chat())) + 24;
});
afterAll(() => world.close());
beforeEach(async () => {
  customer = await world.addCustomer([model], '1000');
  world.upstream.forget();
});
const inFlight = async () => (await customer.credits()).heldCredits;
afterEach(async () => expect(await inFlight()).toBe('0'));

const chat = (more: object = {}) => ({
  model: model.name,
  messages: [{ role: 'user' as const, content: 'hello world' }],
  max_tokens: 100,
  ...more,
});
/** By the OpenAI SDK, since that is what callers have. */
const estimate = (body: object = chat(), more: object = {}, headers: Record<string, string> = {}) =>
  customer.openai().post<EstimateReply>('/estimate', { body: { body, ...more }, headers });
const brief = ({ would_bind: bounds }: EstimateReply) =>
  bounds.map(({ scope, unit, room, has_room: has }) => `${scope} ${unit} ${room} ${has}`);

test('says what a call would cost, and reserves, asks and charges nothing', async () => {
  const answer = await estimate();
  expect(answer).toEqual({
    model: model.name,
    provider_class: 'local',
    input_tokens_most: inputMost,
    input_tokens_likely: 3,
    output_tokens_most: 100,
    output_tokens_likely: 100,
    output_likely_from: 'rule',
    worst_case_credits: String(inputMost + 100),
    expected_credits: '103',
    would_bind: expect.any(Array) as unknown[],
    allowed: true,
  });
  expect(answer.would_bind).toContainEqual({
    scope: 'account',
    scope_id: customer.accountId,
    budget_id: null,
    unit: 'credits',
    used: '0',
    held: '0',
    limit: '1000',
    resets_at: null,
    room: '1000',
    has_room: true,
  });
  expect(world.upstream.calls).toEqual([]);
  expect(await world.usage(customer.accountId)).toEqual([]);
  expect((await customer.credits()).balanceCredits).toBe('1000');
});

test('the worst case is what the call then holds', async () => {
  const { worst_case_credits: worst } = await estimate();
  await customer.openai().chat.completions.create(chat());
  const [record] = await world.usage(customer.accountId);
  expect(formatCredits(record!.hold_micro_credits)).toBe(worst);
});

test('expects what the last calls of the model said, in the median', async () => {
  await customer.openai().chat.completions.create(chat());
  const set = (tokens: number[]) =>
    world.db.query(
      `INSERT INTO usage_records SELECT (r).* FROM usage_records u, unnest($2::bigint[]) WITH ORDINALITY AS x(tokens, place),
         LATERAL (SELECT jsonb_populate_record(u, jsonb_build_object('request_id', u.request_id || place, 'output_tokens', tokens,
           'cost_micro_credits', 0, 'ledger_transaction_id', NULL)) AS r) y
       WHERE account_id = $1`,
      [customer.accountId, tokens],
    );
  await set([40, 41, 90, 95]);
  expect(await estimate(chat())).toMatchObject({
    output_tokens_likely: 41,
    output_likely_from: 'recent_calls',
    expected_credits: '44',
  });
  expect(await estimate(chat({ max_tokens: 20 }))).toMatchObject({ output_tokens_likely: 20 });
});

test('of embeddings', async () => {
  const embedder = await world.addModel('embed', { prices: perToken });
  await customer.subscribe(embedder.id);
  const body = { model: embedder.name, input: 'one two three four' };
  expect(await estimate(body, { endpoint: '/v1/embeddings' })).toMatchObject({
    input_tokens_most: Buffer.byteLength(JSON.stringify(body)) + 4,
    input_tokens_likely: 5,
    output_tokens_most: 0,
    expected_credits: '5',
    allowed: true,
  });
});

describe('a call that is lowered', () => {
  test('by what its client lets it cost', async () => {
    const headers = { 'x-max-cost-credits': String(inputMost + 30) };
    expect(await estimate(chat(), {}, headers)).toMatchObject({
      lowered: { max_tokens: 30 },
      worst_case_credits: String(inputMost + 30),
      allowed: true,
    });
  });

  test('by the credits there are, which are the first to bind', async () => {
    await customer.setCredits(String(inputMost + 30));
    const answer = await estimate();
    expect(answer).toMatchObject({ lowered: { max_tokens: 30 }, output_tokens_most: 30, allowed: true });
    expect(brief(answer)[0]).toBe(`account credits ${inputMost + 30} false`);
  });
});

describe('a call that would be refused', () => {
  test('for credits: as it would be', async () => {
    await customer.setCredits('5');
    const answer = await estimate();
    const response = await customer.post('/v1/chat/completions', chat());
    const { error } = (await response.json()) as { error: object };
    expect(answer).toMatchObject({ allowed: false, worst_case_credits: String(inputMost + 100) });
    expect(answer.error).toEqual({ status: 402, ...error });
  });

  test('for what it may cost', async () => {
    const answer = await estimate(chat(), {}, { 'x-max-cost-credits': '1' });
    expect(answer).toMatchObject({ allowed: false, error: { status: 402, code: 'max_cost_exceeded' } });
  });

  test('for a budget: what refuses comes first, then what would be next', async () => {
    await createBudget(customer, { unit: 'requests', limit: '1', period: 'day' });
    await createBudget(customer, { unit: 'credits', limit: '500', period: 'total' });
    await customer.openai().chat.completions.create(chat());
    const answer = await estimate();
    expect(answer).toMatchObject({
      allowed: false,
      error: { status: 402, code: 'budget_exceeded', details: { scope: 'account', unit: 'requests' } },
    });
    const scopes = answer.would_bind.map(({ unit, limit }) => `${unit} ${limit}`);
    expect(scopes.slice(0, 3)).toEqual(['requests 1', 'credits 500', 'credits 1000']);
    expect(answer.would_bind[0]).toMatchObject({ room: '0', has_room: false });
    expect(Date.parse(answer.would_bind[0]!.resets_at!)).toBeGreaterThan(Date.now());
  });

  test('for a rate of its key', async () => {
    const { secret } = await customer.createKey({ rpm: 1 });
    const openai = customer.openai({ apiKey: secret });
    await openai.chat.completions.create(chat());
    const answer = await openai.post<EstimateReply>('/estimate', { body: { body: chat() } });
    expect(answer).toMatchObject({
      allowed: false,
      error: { status: 429, code: 'rate_limit_exceeded', details: { unit: 'requests_per_minute' } },
    });
  });
});

test('falls back where a budget does', async () => {
  const cheap = await world.addModel('plain', { prices: { ...perToken, outputPerMillionCredits: '1' } });
  await customer.subscribe(cheap.id);
  const more = { onExceed: 'fallback', fallbackModelId: cheap.id };
  await createBudget(customer, { scope: 'model', scopeId: model.id, limit: '1', ...more });
  await customer.openai().chat.completions.create(chat());
  expect(await estimate()).toMatchObject({ model: cheap.name, allowed: true });
});

test('of limits of all accounts it says whether there is room, not how much others have used', async () => {
  const shared = await world.addModel('plain', { prices: perToken });
  await customer.subscribe(shared.id);
  const budget = { scope: 'model', scopeId: shared.id, unit: 'tokens', limit: '1000', period: 'total' };
  expect((await world.admin.call('POST', '/api/v1/admin/budgets', budget)).status).toBe(201);
  const seen = async (used: number) => {
    await world.db.query(
      `UPDATE meters SET tokens_used = $2 WHERE scope = 'model' AND scope_id = $1 AND account_id IS NULL`,
      [shared.id, used],
    );
    return estimate(chat({ model: shared.name }));
  };
  const hidden = { scope: 'model', unit: 'tokens', used: null, held: null, limit: '1000', room: null };
  const free = await seen(1);
  expect(free.would_bind.at(-1)).toMatchObject({ ...hidden, has_room: true });
  const full = await seen(1000);
  expect(full.would_bind[0]).toMatchObject({ ...hidden, has_room: false });
  expect(full.error).toMatchObject({ code: 'budget_exceeded', details: { used: null, held: null } });
});

test('pays with grants for the model, too', async () => {
  await customer.setCredits('5');
  const granted = await world.admin.call(
    'POST',
    `/api/v1/admin/accounts/${customer.accountId}/grants`,
    { amountCredits: '400', kind: 'promotional', description: 'for a model', modelIds: [model.id] },
    { 'idempotency-key': customer.keyId },
  );
  expect(granted.status).toBe(201);
  await expect.poll(async () => (await estimate()).allowed).toBe(true);
  expect(brief(await estimate())).toContain('account credits 405 true');
});

test.each<[string, () => object, Record<string, string>, [number, string]]>([
  ['a body that is none', () => ({ body: [] }), {}, [400, 'invalid_request_error']],
  ['no body', () => ({}), {}, [400, 'invalid_request_error']],
  ['a field nobody knows', () => ({ body: chat(), bodies: 1 }), {}, [400, 'invalid_request_error']],
  ['another endpoint', () => ({ body: chat(), endpoint: '/v1/models' }), {}, [400, 'invalid_request_error']],
  ['a request that is wrong', () => ({ body: { model: 'm' } }), {}, [400, 'invalid_request_error']],
  ['a model that is not there', () => ({ body: { ...chat(), model: 'none' } }), {}, [404, 'model_not_found']],
  ['no key', () => ({ body: {} }), { authorization: '' }, [401, 'invalid_api_key']],
])('is refused for %s', async (_name, body, headers, expected) => {
  const response = await customer.post('/v1/estimate', body(), headers);
  const { error } = (await response.json()) as { error: { code: string } };
  expect([response.status, error.code]).toEqual(expected);
});

test('is refused for a model that the account is not subscribed to', async () => {
  const other = await world.addModel('plain', { prices: perToken });
  await expect(estimate(chat({ model: other.name }))).rejects.toMatchObject({
    status: 403,
    code: 'model_access_denied',
  });
});
