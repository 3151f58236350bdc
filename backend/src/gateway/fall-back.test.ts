import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBudget } from '../../test/budgets.ts';
import { createProvider } from '../../test/catalogue.ts';
import { changesAreKnown } from '../../test/changes-known.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
type Model = { id: string; name: string };
let dear: Model;
let cheap: Model;
beforeAll(async () => {
  world = await createWorld();
  dear = await world.addModel('plain', {
    prices: { perRequestCredits: '2', outputPerMillionCredits: '10000' },
  });
  cheap = await world.addModel('plain', { prices: { perRequestCredits: '1' } });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const chat = (model: Model, more: object = {}) => ({
  model: model.name,
  messages: [{ role: 'user', content: 'hi' }],
  max_tokens: 100,
  ...more,
});

async function ask(customer: Customer, body: object, path = '/v1/chat/completions', headers = {}) {
  const response = await customer.post(path, body, headers);
  const text = await response.text();
  const error = text.startsWith('{')
    ? (JSON.parse(text) as { error?: { code: string; details?: object } }).error
    : null;
  return {
    status: response.status,
    code: error?.code ?? null,
    details: error?.details,
    model: decodeURI(response.headers.get('x-litemaas-model') ?? ''),
    fallback: response.headers.get('x-litemaas-fallback'),
    bound: response.headers.get('x-litemaas-max-tokens'),
  };
}

/** Somebody whose calls of `dear` fall back to `to` when a budget for it is used up. */
async function customerFallingBack(to: Model, fields: object = {}, models: Model[] = [dear, to]) {
  const customer = await world.addCustomer(models, '1000');
  const budget = { scope: 'model', scopeId: dear.id, unit: 'requests', limit: '1', onExceed: 'fallback' };
  await createBudget(customer, { ...budget, fallbackModelId: to.id, ...fields });
  await changesAreKnown(world.url, customer);
  return customer;
}

const served = { status: 200, code: null };
const asAsked = { ...served, fallback: null };
const inPlace = { ...served, fallback: 'budget' };

describe('a budget that falls back', () => {
  test.each([
    ['JSON', {}],
    ['a stream', { stream: true }],
  ])('has the other model answer when it is used up: %s', async (_kind, more) => {
    const customer = await customerFallingBack(cheap);
    expect(await ask(customer, chat(dear, more))).toMatchObject({ ...asAsked, model: dear.name });
    expect(await ask(customer, chat(dear, more))).toMatchObject({ ...inPlace, model: cheap.name });
    const usage = await world.usage(customer.accountId);
    expect(usage.map((row) => row.model_name)).toEqual([dear.name, cheap.name]);
    expect(usage[1]?.cost_micro_credits).toBe(1_000_000n);
    expect(await customer.credits()).toMatchObject({ heldCredits: '0' });
  });

  test.each(['credits', 'tokens'])('does so before an answer is bounded, in %s', async (unit) => {
    const limit = unit === 'credits' ? '2.5' : '200';
    const customer = await customerFallingBack(cheap, { unit, limit });
    expect(await ask(customer, chat(dear))).toMatchObject({ ...inPlace, bound: null });
  });

  test('also when only running calls are in the way', async () => {
    const hang = await world.addModel('hang', { prices: { perRequestCredits: '2' } });
    const customer = await customerFallingBack(cheap, { scopeId: hang.id }, [hang, cheap]);
    const gone = new AbortController();
    const running = customer.post('/v1/chat/completions', chat(hang), {}, gone.signal).catch(() => 'left');
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    expect(await ask(customer, chat(hang))).toMatchObject({ ...inPlace, model: cheap.name });
    gone.abort();
    expect(await running).toBe('left');
  });

  test('of the whole account leaves room only for what costs nothing', async () => {
    const free = await world.addModel('plain', { prices: { free: true } });
    const ofAccount = { scope: 'account', scopeId: undefined, unit: 'credits', limit: '0.5' };
    expect(await ask(await customerFallingBack(cheap, ofAccount), chat(dear))).toMatchObject({
      status: 402,
      code: 'budget_exceeded',
    });
    expect(await ask(await customerFallingBack(free, ofAccount), chat(dear))).toMatchObject({
      ...inPlace,
      model: free.name,
    });
  });

  test('for all accounts', async () => {
    const model = await world.addModel('plain');
    const customer = await world.addCustomer([model, cheap], '1000');
    const fields = {
      scope: 'model',
      scopeId: model.id,
      limit: '1',
      onExceed: 'fallback',
      fallbackModelId: cheap.id,
    };
    await createBudget(world.admin, fields, '/api/v1/admin');
    await changesAreKnown(world.url, customer);
    const bigger = { max_tokens: 1000 };
    expect(await ask(customer, chat(model, bigger))).toMatchObject({ ...asAsked, model: model.name });
    expect(await ask(customer, chat(model, bigger))).toMatchObject({ ...inPlace, model: cheap.name });
  });
});

describe('nothing else answers', () => {
  const refused = { status: 402, code: 'budget_exceeded' };

  test.each<[string, () => Promise<Customer>]>([
    ['not subscribed to', () => customerFallingBack(cheap, {}, [dear])],
    [
      'dearer',
      async () => customerFallingBack(await world.addModel('plain', { prices: { perRequestCredits: '50' } })),
    ],
    ['without a price', async () => customerFallingBack(await world.addModel('plain', { prices: {} }))],
  ])('when the other model is %s: the refusal is that of the budget', async (_why, make) => {
    const customer = await make();
    expect(await ask(customer, chat(dear))).toMatchObject(asAsked);
    const answer = await ask(customer, chat(dear));
    expect(answer).toMatchObject(refused);
    expect(answer.details).toMatchObject({ scope: 'model', scopeId: dear.id, unit: 'requests', limit: '1' });
  });

  test('but the answer is bounded, if that helps', async () => {
    const customer = await customerFallingBack(cheap, { unit: 'credits', limit: '2.5' }, [dear]);
    expect(await ask(customer, chat(dear))).toMatchObject({ ...asAsked, model: dear.name, bound: '50' });
  });

  test('when the other one’s own budget is used up', async () => {
    const customer = await customerFallingBack(cheap);
    await createBudget(customer, { scope: 'model', scopeId: cheap.id, limit: '1' });
    await changesAreKnown(world.url, customer);
    const statuses = [];
    for (let call = 0; call < 3; call += 1) statuses.push((await ask(customer, chat(dear))).status);
    expect(statuses).toEqual([200, 200, 402]);
    expect(await ask(customer, chat(dear))).toMatchObject({ details: { scopeId: dear.id } });
  });

  test('in place of embeddings: vectors of two models do not mix', async () => {
    const customer = await customerFallingBack(cheap);
    const embeddings = { model: dear.name, input: 'hi' };
    expect(await ask(customer, embeddings, '/v1/embeddings')).toMatchObject(asAsked);
    expect(await ask(customer, embeddings, '/v1/embeddings')).toMatchObject(refused);
  });
});

describe('the daily cap of a provider', () => {
  test('sends calls to the other routes, and refuses them when there is none', async () => {
    const cloud = await createProvider(world.admin, {
      kind: 'openai-compatible',
      class: 'cloud',
      baseUrl: world.upstream.url,
      dailyRequestCap: 2,
    });
    const cloudRoute = { providerId: cloud.id, upstreamModel: 'plain', order: 1 };
    const both = await world.addModel('plain', {
      routes: [cloudRoute, { providerId: world.provider.id, upstreamModel: 'plain', order: 2 }],
    });
    const only = await world.addModel('plain', { routes: [cloudRoute] });
    const customer = await world.addCustomer([both, only], '1000');
    await changesAreKnown(world.url, customer);
    const used = async () =>
      (await world.admin.call('GET', `/api/v1/admin/providers/${cloud.id}`)).body.dailyRequestsUsed;
    for (let call = 0; call < 4; call += 1) expect((await ask(customer, chat(both))).status).toBe(200);
    const providers = (await world.usage(customer.accountId)).map((row) => row.provider_name);
    expect(providers).toEqual([cloud.name, cloud.name, world.provider.name, world.provider.name]);
    expect(await used()).toBe(2);
    const refused = await ask(customer, chat(only));
    expect(refused).toMatchObject({
      status: 402,
      code: 'budget_exceeded',
      details: { scope: 'provider', scopeId: cloud.id, unit: 'requests', limit: '2', used: '2' },
    });
    await world.admin.call('PATCH', `/api/v1/admin/providers/${cloud.id}`, { dailyRequestCap: 3 });
    expect((await ask(customer, chat(only))).status).toBe(200);
    expect(await used()).toBe(3);
  });
});
