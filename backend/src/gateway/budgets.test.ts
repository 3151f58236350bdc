import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createBudget } from '../../test/budgets.ts';
import { createProvider } from '../../test/catalogue.ts';
import { changesAreKnown } from '../../test/changes-known.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
/** Prices that make what a call holds and what it costs the same, so that a limit is met exactly. */
const onePerCall = { perRequestCredits: '1' };
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
/** Budgets of the platform would limit the calls of the next test. */
afterEach(async () => {
  for (const { id } of (await world.admin.call('GET', '/api/v1/admin/budgets')).body.data)
    await world.admin.call('DELETE', `/api/v1/admin/budgets/${id}`);
});
beforeEach(() => world.upstream.forget());

const surfaces = {
  chat: (model: string) => ({
    path: '/v1/chat/completions',
    body: { model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 },
  }),
  embeddings: (model: string) => ({ path: '/v1/embeddings', body: { model, input: 'hi' } }),
};
type Surface = keyof typeof surfaces;

/** Everything a budget can be for, made for one call's customer, model and provider of their own. */
async function createScene(upstreamModel = 'plain') {
  const provider = await createProvider(world.admin, {
    kind: 'openai-compatible',
    baseUrl: world.upstream.url,
  });
  const routes = [{ providerId: provider.id, upstreamModel }];
  const model = await world.addModel(upstreamModel, { prices: onePerCall, routes });
  const customer = await world.addCustomer([model], '1000');
  const list = async (what: string) => (await customer.call('GET', `/api/v1/accounts/me/${what}`)).body.data;
  const ids: Record<string, string> = {
    member: customer.userId,
    project: (await list('projects'))[0].id,
    subscription: (await list('subscriptions'))[0].id,
    key: customer.keyId,
    model: model.id,
    provider: provider.id,
    'all accounts’ model': model.id,
  };
  return { customer, model, ids };
}
type Scene = Awaited<ReturnType<typeof createScene>>;

const levels = [
  'account',
  'member',
  'project',
  'subscription',
  'key',
  'model',
  'platform',
  'provider',
  'all accounts’ model',
];
const isShared = (level: string) => ['platform', 'provider', 'all accounts’ model'].includes(level);

/** The budget, with nothing used of it, once the gateway knows of it. */
async function limit({ customer, ids }: Scene, level: string, fields: object) {
  const scope = level === 'all accounts’ model' ? 'model' : level;
  const owner = { scope, ...(ids[level] && { scopeId: ids[level] }) };
  const budget = isShared(level)
    ? await createBudget(world.admin, { ...owner, ...fields }, '/api/v1/admin')
    : await createBudget(customer, { ...owner, ...fields });
  await budgetCall('POST', level, customer, budget.id, '/reset');
  await changesAreKnown(world.url, customer);
  return budget;
}

async function ask(customer: Customer, { path, body }: { path: string; body: object }) {
  const response = await customer.post(path, body, { 'x-litemaas-lower-max-tokens': 'false' });
  const text = (await response.json()) as { error?: { code: string; details?: Record<string, unknown> } };
  return { status: response.status, error: text.error, headers: response.headers };
}

/** Asks for a budget as whoever may change it. */
const budgetCall = (
  method: 'GET' | 'POST' | 'DELETE',
  level: string,
  customer: Customer,
  id: string,
  more = '',
) =>
  isShared(level)
    ? world.admin.call(method, `/api/v1/admin/budgets/${id}${more}`)
    : customer.call(method, `/api/v1/accounts/me/budgets/${id}${more}`);
const read = async (level: string, customer: Customer, id: string) =>
  (await budgetCall('GET', level, customer, id)).body;
const remove = async (level: string, customer: Customer, id: string) =>
  expect((await budgetCall('DELETE', level, customer, id)).status).toBe(204);

const cases = levels.flatMap((level) =>
  (['chat', 'embeddings'] as const).map((surface): [string, Surface] => [level, surface]),
);

describe('the smallest budget blocks', () => {
  test.each(cases)('of %s, %s', async (level, surface) => {
    const scene = await createScene();
    const { customer, model } = scene;
    const call = surfaces[surface](model.name);
    for (const [unit, smallest, period] of [
      ['credits', '0.000001', 'minute'],
      ['tokens', '1', 'week'],
      ['requests', '1', 'month'],
    ] as const) {
      const budget = await limit(scene, level, { unit, limit: smallest, period });
      const served = unit === 'requests' ? 1 : 0;
      if (served) expect((await ask(customer, call)).status).toBe(200);
      const { status, error, headers } = await ask(customer, call);
      expect([status, error?.code]).toEqual([402, 'budget_exceeded']);
      expect(headers.get('x-should-retry')).toBe('false');
      expect(error?.details).toEqual({
        scope: level === 'all accounts’ model' ? 'model' : level,
        scopeId: scene.ids[level] ?? (level === 'platform' ? 'platform' : customer.accountId),
        budgetId: budget.id,
        unit,
        limit: smallest,
        used: String(served),
        held: '0',
        resetsAt: expect.any(String) as string,
        raiseUrl: 'http://localhost:8080/budgets',
      });
      expect(world.upstream.calls).toHaveLength(served);
      expect(await read(level, customer, budget.id)).toMatchObject({ used: String(served), held: '0' });
      world.upstream.forget();
      await remove(level, customer, budget.id);
    }
  });
});

describe('of 50 calls at once, a budget for 3 lets 3 through', () => {
  test.each(cases)('of %s, %s', async (level, surface) => {
    const scene = await createScene();
    const { customer, model } = scene;
    const call = surfaces[surface](model.name);
    for (const unit of ['credits', 'requests'] as const) {
      const budget = await limit(scene, level, { unit, limit: '3' });
      const replies = await Promise.all(Array.from({ length: 50 }, () => ask(customer, call)));
      const served = replies.filter(({ status }) => status === 200);
      expect(served).toHaveLength(3);
      expect(world.upstream.calls).toHaveLength(3);
      const codes = new Set(replies.map(({ status, error }) => `${status} ${error?.code ?? 'served'}`));
      for (const code of codes)
        expect(['200 served', '402 budget_exceeded', '429 in_flight_budget_exhausted']).toContain(code);
      expect(await read(level, customer, budget.id)).toMatchObject({
        used: '3',
        held: '0',
        status: 'exceeded',
      });
      world.upstream.forget();
      await remove(level, customer, budget.id);
    }
  });

  test.each(levels)('in tokens of %s, while they run', async (level) => {
    const scene = await createScene('hang');
    const { customer, model } = scene;
    const call = surfaces.chat(model.name);
    const perCall = Buffer.byteLength(JSON.stringify(call.body)) + 8 + 16 + call.body.max_tokens;
    await limit(scene, level, { unit: 'tokens', limit: String(perCall * 3) });
    const gone = new AbortController();
    const replies = Array.from({ length: 50 }, () =>
      customer
        .post(call.path, call.body, { 'x-litemaas-lower-max-tokens': 'false' }, gone.signal)
        .then(async (response) => [
          response.status,
          ((await response.json()) as { error: { code: string } }).error.code,
        ])
        .catch(() => 'left'),
    );
    let refused = 0;
    for (const reply of replies) void reply.then((answer) => (refused += answer === 'left' ? 0 : 1));
    await expect.poll(() => [world.upstream.calls.length, refused]).toEqual([3, 47]);
    gone.abort();
    const answers = (await Promise.all(replies)).map(String);
    expect(answers.filter((answer) => answer === '429,in_flight_budget_exhausted')).toHaveLength(47);
    expect(answers.filter((answer) => answer === 'left')).toHaveLength(3);
    await expect.poll(async () => (await world.usage(customer.accountId)).length).toBe(3);
  });
});

describe('what a budget does not stop', () => {
  test('one that only alerts', async () => {
    const scene = await createScene();
    const budget = await limit(scene, 'account', { unit: 'credits', limit: '0.000001', onExceed: 'alert' });
    expect((await ask(scene.customer, surfaces.chat(scene.model.name))).status).toBe(200);
    expect(await read('account', scene.customer, budget.id)).toMatchObject({ used: '1', status: 'exceeded' });
  });

  test('calls of another key', async () => {
    const scene = await createScene();
    const other = await scene.customer.createKey();
    await limit(scene, 'key', { limit: '1', unit: 'tokens' });
    const call = surfaces.chat(scene.model.name);
    expect((await ask(scene.customer, call)).status).toBe(402);
    const response = await scene.customer.post(call.path, call.body, {
      authorization: `Bearer ${other.secret}`,
    });
    expect(response.status).toBe(200);
  });

  test('calls of free models, of which a budget in credits has nothing to say even when it is overdrawn', async () => {
    const scene = await createScene();
    const free = await world.addModel('plain', { prices: { free: true } });
    await scene.customer.subscribe(free.id);
    const budget = await limit(scene, 'account', { unit: 'credits', limit: '1' });
    expect((await ask(scene.customer, surfaces.chat(scene.model.name))).status).toBe(200);
    await scene.customer.call('PATCH', `/api/v1/accounts/me/budgets/${budget.id}`, { limit: '0.5' });
    expect((await ask(scene.customer, surfaces.chat(scene.model.name))).status).toBe(402);
    expect((await ask(scene.customer, surfaces.chat(free.name))).status).toBe(200);
  });
});

describe('a change is felt by the next call', () => {
  test('raised, lowered, reset, deleted', async () => {
    const scene = await createScene();
    const { customer, model } = scene;
    const call = surfaces.chat(model.name);
    const { id } = await limit(scene, 'account', { limit: '1' });
    const url = `/api/v1/accounts/me/budgets/${id}`;
    const statuses = async (count: number) => {
      const found = [];
      for (let index = 0; index < count; index += 1) found.push((await ask(customer, call)).status);
      return found;
    };
    expect(await statuses(2)).toEqual([200, 402]);
    await customer.call('PATCH', url, { limit: '3' });
    expect(await statuses(3)).toEqual([200, 200, 402]);
    await customer.call('PATCH', url, { limit: '2' });
    expect(await statuses(1)).toEqual([402]);
    const reset = await customer.call('POST', `${url}/reset`);
    expect(reset.body).toMatchObject({ used: '0', resetAt: expect.any(String) as string });
    expect(await statuses(3)).toEqual([200, 200, 402]);
    await customer.call('DELETE', url);
    expect(await statuses(1)).toEqual([200]);
  });

  test('also by a call whose body was still coming when the budget was made', async () => {
    const { customer, model } = await createScene();
    const call = surfaces.chat(model.name);
    const whole = JSON.stringify(call.body);
    let finish = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(Buffer.from(whole.slice(0, 20)));
        finish = () => {
          stream.enqueue(Buffer.from(whole.slice(20)));
          stream.close();
        };
      },
    });
    const running = fetch(world.url + call.path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.key}` },
      body,
      duplex: 'half',
    });
    await createBudget(customer, { unit: 'tokens', limit: '1' });
    await changesAreKnown(world.url, customer);
    finish();
    expect((await running).status).toBe(402);
  });
});
