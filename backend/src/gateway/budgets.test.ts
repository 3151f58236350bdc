import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createBudgetScene,
  deleteBudget,
  deletePlatformBudgets,
  levels,
  limitLevel,
  readBudget,
} from '../../test/budget-scenes.ts';
import { createBudget } from '../../test/budgets.ts';
import { changesAreKnown } from '../../test/changes-known.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
/** Budgets of the platform would limit the calls of the next test. */
afterEach(() => deletePlatformBudgets(world));
beforeEach(() => world.upstream.forget());

const surfaces = {
  chat: (model: string) => ({
    path: '/v1/chat/completions',
    body: { model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 },
  }),
  embeddings: (model: string) => ({ path: '/v1/embeddings', body: { model, input: 'hi' } }),
};
type Surface = keyof typeof surfaces;

const createScene = () => createBudgetScene(world);

async function ask(customer: Customer, { path, body }: { path: string; body: object }) {
  const response = await customer.post(path, body, { 'x-litemaas-lower-max-tokens': 'false' });
  const text = (await response.json()) as { error?: { code: string; details?: Record<string, unknown> } };
  return { status: response.status, error: text.error, headers: response.headers };
}

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
      const budget = await limitLevel(scene, level, { unit, limit: smallest, period });
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
      expect(await readBudget(scene, level, budget.id)).toMatchObject({ used: String(served), held: '0' });
      world.upstream.forget();
      await deleteBudget(scene, level, budget.id);
    }
  });
});

describe('what a budget does not stop', () => {
  test('one that only alerts', async () => {
    const scene = await createScene();
    const budget = await limitLevel(scene, 'account', {
      unit: 'credits',
      limit: '0.000001',
      onExceed: 'alert',
    });
    expect((await ask(scene.customer, surfaces.chat(scene.model.name))).status).toBe(200);
    expect(await readBudget(scene, 'account', budget.id)).toMatchObject({ used: '1', status: 'exceeded' });
  });

  test('calls of another key', async () => {
    const scene = await createScene();
    const other = await scene.customer.createKey();
    await limitLevel(scene, 'key', { limit: '1', unit: 'tokens' });
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
    const budget = await limitLevel(scene, 'account', { unit: 'credits', limit: '1' });
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
    const { id } = await limitLevel(scene, 'account', { limit: '1' });
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
