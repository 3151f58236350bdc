import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { changesAreKnown } from '../../test/changes-known.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
type Model = { id: string; name: string };
let spare: Model;
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  spare = await world.addModel('plain', { prices: { perRequestCredits: '5' } });
  customer = await world.addCustomer([spare], '1000');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const chat = (model: Model, more: object = {}) => ({
  model: model.name,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 50,
  ...more,
});

async function ask(
  model: Model,
  more: object = {},
  headers = {},
  who = customer,
  path = '/v1/chat/completions',
) {
  const body = path === '/v1/embeddings' ? { model: model.name, input: 'hi' } : chat(model, more);
  const response = await who.post(path, body, headers);
  const text = await response.text();
  return {
    status: response.status,
    code: text.startsWith('{')
      ? ((JSON.parse(text) as { error?: { code: string } }).error?.code ?? null)
      : null,
    model: decodeURI(response.headers.get('x-litemaas-model') ?? ''),
    fallback: response.headers.get('x-litemaas-fallback'),
    requestId: response.headers.get('x-request-id') ?? '',
  };
}

/** A model of its own for a test, whose calls fall back. */
async function fallingBack(upstreamModel: string, to: Model = spare, fields: object = {}): Promise<Model> {
  const model = await world.addModel(upstreamModel, {
    prices: { perRequestCredits: '1' },
    fallbackModelId: to.id,
    ...fields,
  });
  await customer.subscribe(model.id);
  return model;
}
const recordsOf = async (...models: Model[]) =>
  (await world.usage(customer.accountId)).filter((row) => models.some(({ name }) => name === row.model_name));
const callOf = async (requestId: string) =>
  (await customer.call('GET', `/api/v1/accounts/me/usage/${requestId}`)).body;

const bySpare = () => ({ status: 200, code: null, model: spare.name, fallback: 'unavailable' });
const unserved = { status: 503, code: 'upstream_unavailable', fallback: null };

describe('a model none of whose routes can serve', () => {
  test.each([
    ['JSON', {}],
    ['a stream', { stream: true }],
  ])('is answered for by its fallback, at the price of that one: %s', async (_kind, more) => {
    const model = await fallingBack('fail-503');
    const answer = await ask(model, more);
    expect(answer).toMatchObject(bySpare());
    const [failed] = await recordsOf(model);
    expect(failed).toMatchObject({ status: 503, outcome: 'error', cost_micro_credits: 0n });
    const served = (await recordsOf(spare)).find(({ request_id: id }) => id === answer.requestId);
    expect(served).toMatchObject({ status: 200, outcome: 'success', cost_micro_credits: 5_000_000n });
    expect(await customer.credits()).toMatchObject({ heldCredits: '0' });
    expect((await callOf(answer.requestId)).routing.askedFor).toEqual({
      modelName: model.name,
      reason: 'unavailable',
      requestId: failed!.request_id,
    });
    expect(await callOf(failed!.request_id)).toMatchObject({
      fallbackRequestId: answer.requestId,
      routing: { candidates: [{ fate: 'failed' }], askedFor: null },
    });
  });

  test('holds what its fallback may cost, however dear, and no more than one of them', async () => {
    const dear = await world.addModel('hang', { prices: { perRequestCredits: '70' } });
    await customer.subscribe(dear.id);
    const model = await fallingBack('fail-503', dear);
    const gone = new AbortController();
    const asking = customer.post('/v1/chat/completions', chat(model), {}, gone.signal).catch(() => 'left');
    await expect.poll(() => world.upstream.calls.some(({ body }) => body.model === 'hang')).toBe(true);
    expect(await customer.credits()).toMatchObject({ heldCredits: '70' });
    gone.abort();
    expect(await asking).toBe('left');
    await expect.poll(async () => (await customer.credits()).heldCredits).toBe('0');
  });

  test('is refused where there is no room for its fallback', async () => {
    const dear = await world.addModel('plain', { prices: { perRequestCredits: '100000' } });
    await customer.subscribe(dear.id);
    const model = await fallingBack('fail-503', dear);
    expect(await ask(model)).toMatchObject(unserved);
    expect(await recordsOf(dear)).toEqual([]);
    expect(await customer.credits()).toMatchObject({ heldCredits: '0' });
  });

  test('is refused to who may not call its fallback', async () => {
    const other = await world.addModel('plain');
    const model = await fallingBack('fail-503', other);
    expect(await ask(model)).toMatchObject(unserved);
    const narrow = await customer.createKey({ models: [model.id] });
    const onlyIt = { ...customer, post: narrowPost(narrow.secret) };
    await customer.subscribe(other.id);
    expect(await ask(model, {}, {}, onlyIt)).toMatchObject(unserved);
    expect(await recordsOf(other)).toEqual([]);
  });
  const narrowPost =
    (secret: string): Customer['post'] =>
    (path, body) =>
      fetch(world.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
        body: JSON.stringify(body),
      });

  test('goes no further than one step, also in a circle', async () => {
    const second = await fallingBack('fail-503');
    const first = await fallingBack('fail-503', second);
    await world.admin.call('PATCH', `/api/v1/admin/models/${second.id}`, { fallbackModelId: first.id });
    await changesAreKnown(world.url, customer);
    expect(await ask(first)).toMatchObject({ status: 503, code: 'upstream_unavailable' });
    const names = (await recordsOf(first, second)).map((row) => row.model_name);
    expect(names).toEqual([first.name, second.name]);
  });

  test('as its providers have reached their daily caps: one record tells of both', async () => {
    const capped = await createProvider(world.admin, {
      kind: 'openai-compatible',
      baseUrl: world.upstream.url,
      dailyRequestCap: 1,
    });
    const routes = [{ providerId: capped.id, upstreamModel: 'plain' }];
    const model = await fallingBack('plain', spare, { routes });
    expect(await ask(model)).toMatchObject({ status: 200, model: model.name, fallback: null });
    const answer = await ask(model);
    expect(answer).toMatchObject(bySpare());
    expect((await callOf(answer.requestId)).routing).toMatchObject({
      candidates: [
        { modelName: spare.name, fate: 'served' },
        { modelName: model.name, providerName: capped.name, fate: 'daily_cap' },
      ],
      askedFor: { modelName: model.name, reason: 'unavailable', requestId: null },
    });
    expect(await recordsOf(model)).toHaveLength(1);
  });

  test('as its provider is stopped or disabled', async () => {
    const stopped = await createProvider(world.admin, {
      kind: 'openai-compatible',
      baseUrl: world.upstream.url,
    });
    const routes = [{ providerId: stopped.id, upstreamModel: 'plain' }];
    const model = await fallingBack('plain', spare, { routes });
    const kill = await world.admin.call('POST', '/api/v1/admin/kill-switches', {
      scope: 'provider',
      scopeId: stopped.id,
      reason: 'a test',
    });
    await changesAreKnown(world.url, customer);
    const answer = await ask(model);
    expect(answer).toMatchObject(bySpare());
    expect((await callOf(answer.requestId)).routing.candidates[1]).toMatchObject({ fate: 'stopped' });
    await world.admin.call('DELETE', `/api/v1/admin/kill-switches/${kill.body.id}`);
    await world.admin.call('PATCH', `/api/v1/admin/providers/${stopped.id}`, { enabled: false });
    await changesAreKnown(world.url, customer);
    expect(await ask(model)).toMatchObject(bySpare());
  });

  test('with an Idempotency-Key: once, and the answer is kept', async () => {
    const model = await fallingBack('fail-503');
    const headers = { 'idempotency-key': randomUUID() };
    const before = (await recordsOf(spare)).length;
    expect(await ask(model, {}, headers)).toMatchObject(bySpare());
    expect(await ask(model, {}, headers)).toMatchObject({ status: 200, model: spare.name });
    expect((await recordsOf(spare)).length - before).toBe(1);
  });
});

describe('nothing else answers', () => {
  test('where the request is to blame', async () => {
    const model = await fallingBack('fail-400');
    expect(await ask(model)).toMatchObject({ status: 400, fallback: null });
  });
  test('in place of embeddings: vectors of two models do not mix', async () => {
    const model = await fallingBack('fail-503');
    expect(await ask(model, {}, {}, customer, '/v1/embeddings')).toMatchObject(unserved);
  });
  test('once something was said', async () => {
    const model = await fallingBack('error-at-once');
    expect(await ask(model)).toMatchObject({ status: 502, fallback: null });
    expect(await recordsOf(model)).toHaveLength(1);
  });
  test('where the model itself is stopped', async () => {
    const model = await fallingBack('plain');
    await world.admin.call('POST', '/api/v1/admin/kill-switches', {
      scope: 'model',
      scopeId: model.id,
      reason: 'a test',
    });
    await changesAreKnown(world.url, customer);
    expect(await ask(model)).toMatchObject({ status: 403, code: 'kill_switch' });
  });
});

test('by Anthropic’s API, both names of its id are of the call that answered', async () => {
  const model = await fallingBack('fail-500');
  const { status, headers } = await customer.post('/v1/messages', chat(model));
  expect([status, headers.get('request-id')]).toEqual([200, headers.get('x-request-id')]);
});
