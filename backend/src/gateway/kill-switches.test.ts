import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { addInstance, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import {
  idOf,
  liftAll,
  liftSwitch,
  refusalOf,
  type Scope,
  scopes,
  throwSwitch,
} from '../../test/kill-switches.ts';

/* What no call gets past, on two instances. Calls that run are in kill-switches-in-flight.test.ts. */

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
afterEach(() => liftAll(world));

const both = () => [world.url, second.url];
async function ask(url: string, name = model.name, secret = customer.key, path = '/v1/chat/completions') {
  const response = await fetch(url + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}` },
    body: JSON.stringify({ model: name, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 }),
  });
  const { error } = (await response.json()) as { error?: object };
  return { status: response.status, error, provider: response.headers.get('x-litemaas-provider') };
}
const statuses = (name?: string, secret?: string) =>
  Promise.all(both().map(async (url) => (await ask(url, name, secret)).status));
const get = async (url: string, secret = customer.key) => {
  const response = await fetch(url, { headers: { authorization: `Bearer ${secret}` } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const withinASecond = { timeout: 1_000, interval: 20 };
const nobodyPasses = (name?: string, secret?: string) =>
  expect.poll(() => statuses(name, secret), withinASecond).toEqual([403, 403]);

describe.each(scopes)('a switch on a %s', (scope) => {
  test('is felt on both instances within a second, says which it is, and is lifted at once', async () => {
    expect(await statuses()).toEqual([200, 200]);
    const scopeId = await idOf(scope, { world, customer, model });
    const id = await throwSwitch(world, scope, scopeId);
    await nobodyPasses();
    world.upstream.forget();
    const records = (await world.usage(customer.accountId)).length;
    for (const url of both())
      expect(await ask(url)).toEqual({ status: 403, error: refusalOf(scope, scopeId), provider: null });
    expect(world.upstream.calls).toEqual([]);
    expect(await world.usage(customer.accountId)).toHaveLength(records);

    await liftSwitch(world, id);
    expect(await statuses()).toEqual([200, 200]);
  });
});

describe('what is not meant goes on', () => {
  let neighbour: Customer;
  let otherModel: { id: string; name: string };
  let otherKey: { id: string; secret: string };
  beforeAll(async () => {
    const provider = await createProvider(world.admin, {
      kind: 'openai-compatible',
      baseUrl: world.upstream.url,
    });
    otherModel = await world.addModel('plain', {
      routes: [{ providerId: provider.id, upstreamModel: 'plain' }],
    });
    neighbour = await world.addCustomer([model, otherModel], '1000');
    otherKey = await customer.createKey();
    await customer.subscribe(otherModel.id);
  });

  /** Whether these get through: another key of the account, another account, another model elsewhere. */
  test.each<[Scope, number, number, number]>([
    ['key', 200, 200, 403],
    ['project', 403, 200, 403],
    ['account', 403, 200, 403],
    ['model', 403, 403, 200],
    ['provider', 403, 403, 200],
    ['platform', 403, 403, 403],
  ])('beside a switch on a %s', async (scope, key, account, elsewhere) => {
    await throwSwitch(world, scope, await idOf(scope, { world, customer, model }));
    await nobodyPasses();
    expect(await statuses(undefined, otherKey.secret)).toEqual([key, key]);
    expect(await statuses(undefined, neighbour.key)).toEqual([account, account]);
    expect(await statuses(otherModel.name)).toEqual([elsewhere, elsewhere]);
  });

  test('a model goes on with its other providers, and stops with the last of them', async () => {
    const [first, last] = await Promise.all(
      [0, 1].map(() =>
        createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url }),
      ),
    );
    const routed = await world.addModel('plain', {
      routes: [first!, last!].map(({ id }, order) => ({ providerId: id, upstreamModel: 'plain', order })),
    });
    await customer.subscribe(routed.id);
    const providers = () => Promise.all(both().map(async (url) => (await ask(url, routed.name)).provider));
    const named = ({ name }: { name: string }) => [encodeURI(name), encodeURI(name)];
    expect(await providers()).toEqual(named(first!));
    await throwSwitch(world, 'provider', first!.id);
    await expect.poll(providers, withinASecond).toEqual(named(last!));
    const id = await throwSwitch(world, 'provider', last!.id);
    await nobodyPasses(routed.name);
    expect((await ask(second.url, routed.name)).error).toEqual(refusalOf('provider', first!.id));
    await liftSwitch(world, id);
    expect(await providers()).toEqual(named(last!));
  });
});

describe('several switches', () => {
  test('the one that stops most is named; lifting one leaves the others', async () => {
    const ids: string[] = [];
    for (const scope of scopes)
      ids.push(await throwSwitch(world, scope, await idOf(scope, { world, customer, model })));
    const named = async () =>
      Promise.all(
        both().map(async (url) => {
          const { error } = await ask(url);
          return (error as { details?: { scope: string } } | undefined)?.details?.scope;
        }),
      );
    for (const scope of ['platform', 'account', 'project', 'key', 'model', 'provider'] as const) {
      await expect.poll(named, withinASecond).toEqual([scope, scope]);
      await liftSwitch(world, ids[scopes.indexOf(scope)]!);
    }
    expect(await statuses()).toEqual([200, 200]);
  });

  test('of the account and of the platform on the same key: both have to be lifted', async () => {
    const own = { scope: 'key', scopeId: customer.keyId, reason: 'It leaked' };
    const base = '/api/v1/accounts/me/kill-switches';
    const thrown = await customer.call('POST', base, own);
    expect(thrown.status).toBe(201);
    await nobodyPasses();
    const id = await throwSwitch(world, 'key', customer.keyId);
    expect((await customer.call('DELETE', `${base}/${thrown.body.id}`)).status).toBe(200);
    for (const url of both())
      await expect
        .poll(async () => (await ask(url)).error, withinASecond)
        .toEqual(refusalOf('key', customer.keyId));
    await liftSwitch(world, id);
    expect(await statuses()).toEqual([200, 200]);
  });

  test('thrown and lifted over and over: a lifted one refuses nobody', async () => {
    for (let time = 0; time < 5; time += 1) {
      const id = await throwSwitch(world, 'account', customer.accountId);
      await nobodyPasses();
      await liftSwitch(world, id);
      expect(await statuses()).toEqual([200, 200]);
    }
  });
});

test('strangers and those who may not call the model learn nothing of it', async () => {
  const restricted = await world.addModel('plain', { visibility: 'restricted' });
  await throwSwitch(world, 'model', restricted.id);
  await throwSwitch(world, 'platform', null);
  await nobodyPasses();
  for (const url of both()) {
    expect((await ask(url, model.name, `sk-lm-${'a'.repeat(43)}`)).status).toBe(401);
    expect((await ask(url, restricted.name)).status).toBe(404);
  }
});

test('the playground is stopped like a key', async () => {
  const asked = () => ask(second.url, model.name, customer.accessToken, '/api/v1/chat/completions');
  expect((await asked()).status).toBe(200);
  await throwSwitch(world, 'key', customer.keyId);
  await nobodyPasses();
  expect((await asked()).status).toBe(200);
  await throwSwitch(world, 'account', customer.accountId);
  await expect.poll(async () => (await asked()).error).toEqual(refusalOf('account', customer.accountId));
});

test('the list of models leaves out what is stopped, and is refused to those who are', async () => {
  const other = await world.addModel('plain');
  await customer.subscribe(other.id);
  const names = async () => {
    const { body } = await get(`${second.url}/v1/models`);
    return (body.data as { id: string }[]).map(({ id }) => id);
  };
  await expect.poll(names).toEqual(expect.arrayContaining([model.name, other.name]));
  await throwSwitch(world, 'model', model.id);
  await expect.poll(names, withinASecond).not.toContain(model.name);
  expect((await get(`${second.url}/v1/models/${model.name}`)).status).toBe(404);
  const id = await throwSwitch(world, 'key', customer.keyId);
  const refused = { status: 403, body: { error: refusalOf('key', customer.keyId) } };
  await expect.poll(() => get(`${second.url}/v1/models`), withinASecond).toEqual(refused);
  expect(await get(`${second.url}/v1/models/${other.name}`)).toEqual(refused);
  await liftSwitch(world, id);
  expect(await names()).toContain(other.name);
});

describe('an announcement that does not come', () => {
  test('since nobody announces: found within a second all the same, and lifted again', async () => {
    await world.db.query('ALTER TABLE kill_switches DISABLE TRIGGER announce');
    const id = await throwSwitch(world, 'account', customer.accountId);
    await nobodyPasses();
    await liftSwitch(world, id);
    expect(await statuses()).toEqual([200, 200]);
    await world.db.query('ALTER TABLE kill_switches ENABLE TRIGGER announce');
  });

  test.each(['litemaas listener', 'litemaas kill switches', 'litemaas snapshots'])(
    'since the connections of "%s" were cut',
    async (application) => {
      for (let time = 0; time < 3; time += 1) {
        await world.db.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND application_name = $1`,
          [application],
        );
        const id = await throwSwitch(world, 'account', customer.accountId);
        await nobodyPasses();
        await liftSwitch(world, id);
        expect(await statuses()).toEqual([200, 200]);
      }
    },
  );

  test('before the instance started', async () => {
    await throwSwitch(world, 'account', customer.accountId);
    const third = await addInstance(world);
    expect((await ask(third.url)).error).toEqual(refusalOf('account', customer.accountId));
    await third.close();
  });
});
