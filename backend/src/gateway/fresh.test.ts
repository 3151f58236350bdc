import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addInstance, type Customer, createWorld, type World } from '../../test/gateway-world.ts';

/* What instances keep in memory is never older than it may be. */

let world: World;
let second: Awaited<ReturnType<typeof addInstance>>;
let customer: Customer;
let model: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  second = await addInstance(world);
  model = await world.addModel('plain');
  customer = await world.addCustomer([model], '10000');
});
afterAll(async () => {
  await second.close();
  await world.close();
});

const both = () => [world.url, second.url];
async function ask(url: string, name = model.name, secret = customer.key) {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify({ model: name, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 }),
  });
  const body = (await response.json()) as { error?: { code: string } };
  return {
    status: response.status,
    code: body.error?.code,
    cost: response.headers.get('x-litemaas-cost-credits'),
  };
}
const statuses = (name?: string, secret?: string) =>
  Promise.all(both().map(async (url) => (await ask(url, name, secret)).status));
const admin = (method: 'PATCH' | 'POST' | 'PUT', url: string, body: object) =>
  world.admin.call(method, `/api/v1/admin${url}`, body);
const withinASecond = { timeout: 1_000, interval: 20 };

describe('a yes that was given is good at once', () => {
  test('subscribed a moment after being refused, on any instance, every time', async () => {
    for (let time = 0; time < 6; time += 1) {
      const wanted = await world.addModel('plain');
      expect(await statuses(wanted.name)).toEqual([403, 403]);
      await customer.subscribe(wanted.id);
      expect(await statuses(wanted.name)).toEqual([200, 200]);
    }
  });

  test('while many are being refused', async () => {
    const wanted = await world.addModel('plain');
    let going = true;
    const flood = Array.from({ length: 8 }, async () => {
      while (going) await ask(world.url, wanted.name);
    });
    for (let time = 0; time < 3; time += 1) {
      expect((await ask(world.url, wanted.name)).status).toBe(403);
      const { body } = await customer.call('POST', '/api/v1/accounts/me/subscriptions', {
        modelId: wanted.id,
      });
      expect((await ask(world.url, wanted.name)).status).toBe(200);
      await customer.call('POST', `/api/v1/accounts/me/subscriptions/${body.id}/cancel`);
      await expect.poll(() => statuses(wanted.name), withinASecond).toEqual([403, 403]);
    }
    going = false;
    await Promise.all(flood);
  });

  test('an unknown model that was just made, an unpriced one that was just priced', async () => {
    const name = 'made-just-now';
    expect(await statuses(name)).toEqual([404, 404]);
    const made = await world.addModel('plain', { name, prices: {} });
    await customer.subscribe(made.id);
    expect(await statuses(name)).toEqual([422, 422]);
    await admin('PATCH', `/models/${made.id}`, { prices: { perRequestCredits: '1' } });
    expect(await statuses(name)).toEqual([200, 200]);
  });

  test('a key that was just made, credits that were just given', async () => {
    for (let time = 0; time < 5; time += 1) {
      const { secret } = await customer.createKey();
      expect(await statuses(undefined, secret)).toEqual([200, 200]);
    }
    const poor = await world.addCustomer([model], '0');
    expect(await statuses(undefined, poor.key)).toEqual([402, 402]);
    await poor.setCredits('5');
    expect(await statuses(undefined, poor.key)).toEqual([200, 200]);
  });
});

describe('a no holds within a second, on all instances', () => {
  const revokedOn = (secret: string) =>
    expect.poll(() => statuses(undefined, secret), withinASecond).toEqual([401, 401]);

  test('a revoked key', async () => {
    const { id, secret } = await customer.createKey();
    expect(await statuses(undefined, secret)).toEqual([200, 200]);
    await customer.call('POST', `/api/v1/accounts/me/api-keys/${id}/revoke`);
    await revokedOn(secret);
  });

  test('a disabled user, and an enabled one again', async () => {
    const person = await world.addCustomer([model], '10');
    expect(await statuses(undefined, person.key)).toEqual([200, 200]);
    await admin('PATCH', `/users/${person.userId}`, { disabled: true });
    await revokedOn(person.key);
    await admin('PATCH', `/users/${person.userId}`, { disabled: false });
    await expect.poll(() => statuses(undefined, person.key), withinASecond).toEqual([200, 200]);
  });

  test('a revoked key while its snapshot is being read, over and over', async () => {
    for (let time = 0; time < 5; time += 1) {
      const { id, secret } = await customer.createKey();
      const asking = Array.from({ length: 6 }, (_, index) => ask(both()[index % 2]!, undefined, secret));
      await customer.call('POST', `/api/v1/accounts/me/api-keys/${id}/revoke`);
      await Promise.all(asking);
      await revokedOn(secret);
    }
  });

  test('a model switched off, restricted, or sent elsewhere', async () => {
    const off = await world.addModel('plain');
    const moved = await world.addModel('plain');
    const restricted = await world.addModel('plain');
    for (const { id } of [off, moved, restricted]) await customer.subscribe(id);
    for (const { name } of [off, moved, restricted]) expect(await statuses(name)).toEqual([200, 200]);
    await admin('PATCH', `/models/${off.id}`, { enabled: false });
    await admin('PATCH', `/models/${restricted.id}`, { visibility: 'restricted' });
    await admin('PATCH', `/models/${moved.id}`, {
      routes: [{ providerId: world.provider.id, upstreamModel: 'fail-400' }],
    });
    await expect.poll(() => statuses(off.name), withinASecond).toEqual([404, 404]);
    await expect.poll(() => statuses(restricted.name), withinASecond).toEqual([404, 404]);
    await expect.poll(() => statuses(moved.name), withinASecond).toEqual([400, 400]);
  });

  test('a plan with less', async () => {
    const large = await world.addModel('plain', { class: 'large' });
    const person = await world.addCustomer([large], '10');
    expect(await statuses(large.name, person.key)).toEqual([200, 200]);
    await admin('PUT', `/accounts/${person.accountId}/plan`, { planId: 'pln_basic' });
    await expect.poll(() => statuses(large.name, person.key), withinASecond).toEqual([403, 403]);
  });

  test('another price', async () => {
    const priced = await world.addModel('plain', { prices: { perRequestCredits: '1' } });
    await customer.subscribe(priced.id);
    const costs = () => Promise.all(both().map(async (url) => (await ask(url, priced.name)).cost));
    expect(await costs()).toEqual(['1', '1']);
    await admin('PATCH', `/models/${priced.id}`, { prices: { perRequestCredits: '2.5' } });
    await expect.poll(costs, withinASecond).toEqual(['2.5', '2.5']);
    const { rows } = await world.db.query(
      `SELECT p.per_request_micro_credits AS price, u.cost_micro_credits AS cost FROM usage_records u
       JOIN model_prices p ON p.id = u.price_id WHERE u.model_id = $1`,
      [priced.id],
    );
    for (const { price, cost } of rows as { price: bigint; cost: bigint }[]) expect(cost).toBe(price);
  });
});
