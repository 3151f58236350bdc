import { randomInt } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../src/features/credits/verify.ts';
import { createTestApp, type TestApp } from './app.ts';
import { eventually } from './eventually.ts';
import { type Customer, createWorld, type World } from './gateway-world.ts';
import type { Person } from './people.ts';
import { createRandom, type Random } from './random.ts';

/** `SEED=1 ACTS=500` for others, and more of them. */
const seed = Number(process.env.SEED ?? randomInt(1_000_000_000));
const actCount = Number(process.env.ACTS ?? 30);

let world: World;
let second: TestApp;
let urls: string[];
let plain: { id: string; name: string };
let slow: { id: string; name: string };
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  second = await createTestApp({ databaseUrl: world.databaseUrl });
  await second.app.listen({ host: '127.0.0.1', port: 0 });
  urls = [world.url, `http://127.0.0.1:${(second.app.server.address() as AddressInfo).port}`];
  plain = await world.addModel('plain', { prices: { perRequestCredits: '1' } });
  slow = await world.addModel('hang', { prices: { perRequestCredits: '1' } });
  customer = await world.addCustomer([plain, slow], '1000000');
});
afterAll(async () => {
  second.app.server.closeAllConnections();
  await second.close();
  await world.close();
});

const chat = (url: string, model: string, signal?: AbortSignal) =>
  fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.key}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 }),
    ...(signal && { signal }),
  });

/** Calls, many at once, some of which are broken off, until it is stopped. */
function startCalls(random: Random) {
  let stopped = false;
  const statuses = new Map<number, number>();
  const work = async () => {
    while (!stopped) {
      const url = random.pick(urls);
      const gone = new AbortController();
      const breaksOff = random.chance(0.3);
      const calling = chat(url, breaksOff ? slow.name : plain.name, gone.signal);
      if (breaksOff) setTimeout(() => gone.abort(), random.below(30));
      const status = await calling.then(
        async (reply) => {
          await reply.arrayBuffer();
          return reply.status;
        },
        () => 0,
      );
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  const done = Promise.all(Array.from({ length: 12 }, work));
  return {
    statuses,
    async stop() {
      stopped = true;
      await done;
    },
  };
}

type Place = { person: Person; base: string };
const places = (): Place[] => [
  { person: customer, base: '/api/v1/accounts/me' },
  { person: world.admin, base: '/api/v1/admin' },
];

function fieldsOf({ person }: Place, random: Random): object {
  const owners: [string, string?][] =
    person === customer
      ? [
          ['account'],
          ['member', customer.userId],
          ['key', customer.keyId],
          ['model', plain.id],
          ['model', slow.id],
        ]
      : [['platform'], ['provider', world.provider.id], ['model', plain.id]];
  const [scope, scopeId] = random.pick(owners);
  return {
    scope,
    ...(scopeId && { scopeId }),
    unit: random.pick(['credits', 'requests', 'tokens']),
    period: random.pick(['day', 'total']),
    limit: String(1 + random.below(400)),
    onExceed: random.pick(['block', 'alert']),
  };
}

/** Something that happens to one of the budgets; gives the status. */
async function act(place: Place, random: Random, mayMake: boolean): Promise<number> {
  const { person, base } = place;
  const made = (await person.call('GET', `${base}/budgets`)).body.data as { id: string }[];
  if (made.length === 0 || (mayMake && random.chance(0.3))) {
    const { status } = await person.call('POST', `${base}/budgets`, { ...fieldsOf(place, random) });
    // In this process both instances have heard of it long before two seconds have gone.
    await world.db.query(
      `UPDATE meters SET known_since = known_since - interval '63 seconds' WHERE recount_due AND known_since > now() + interval '10 seconds'`,
    );
    return status;
  }
  const url = `${base}/budgets/${random.pick(made).id}`;
  if (random.chance(0.4)) return (await person.call('POST', `${url}/reset`)).status;
  if (random.chance(0.2)) return (await person.call('DELETE', url)).status;
  return (await person.call('PATCH', url, { limit: String(1 + random.below(400)) })).status;
}

async function actMany(random: Random, mayMake: boolean): Promise<void> {
  for (let count = 0; count < actCount; count += 1)
    expect([200, 201, 204, 404, 409]).toContain(await act(random.pick(places()), random, mayMake));
}

/** Waits until calls have been let in and refused: later, how many of each is up to the budgets that chance makes. */
async function meetFirst(statuses: Map<number, number>): Promise<void> {
  await eventually(() => expect(statuses.get(200)).toBeGreaterThan(0));
  const url = '/api/v1/accounts/me/budgets';
  const tight = { scope: 'account', unit: 'requests', period: 'total', limit: '1', onExceed: 'block' };
  const { status, body } = await customer.call('POST', url, tight);
  expect(status).toBe(201);
  await eventually(() => expect(statuses.get(402)).toBeGreaterThan(0));
  expect((await customer.call('DELETE', `${url}/${body.id as string}`)).status).toBe(204);
}

async function faults(): Promise<object[]> {
  return (await verify(world.db)).checks.filter(({ ok }) => !ok);
}

const dueCount = async () =>
  (await world.db.query<{ count: number }>('SELECT count(*)::int AS count FROM meters WHERE recount_due'))
    .rows[0]?.count;

describe(`budgets are made, raised, lowered, reset and deleted while calls run, seed ${seed}`, () => {
  it('and every meter has counted what it should, at any time', { timeout: 240_000 }, async () => {
    const random = createRandom(seed);
    const calls = startCalls(random);
    await meetFirst(calls.statuses);
    let acting = true;
    const watching = (async () => {
      for (; acting;) {
        expect({ seed, faults: await faults() }).toEqual({ seed, faults: [] });
        await Promise.all([world.app.tendBudgets(), second.app.tendBudgets()]);
      }
    })();
    const acts = (async () => {
      await Promise.all([actMany(random, true), actMany(random, true)]);
      await expect.poll(dueCount, { timeout: 60_000 }).toBe(0);
      // From here on no meter is left out of the check.
      await Promise.all([actMany(random, false), actMany(random, false)]);
    })().finally(() => (acting = false));
    await Promise.all([acts, watching]);
    await calls.stop();
    await expect
      .poll(async () => (await world.db.query('SELECT id FROM holds')).rows, { timeout: 30_000 })
      .toEqual([]);
    await expect
      .poll(
        async () => {
          await world.app.tendBudgets();
          return dueCount();
        },
        { timeout: 60_000 },
      )
      .toBe(0);
    expect({ seed, faults: await faults() }).toEqual({ seed, faults: [] });
    // 0: broken off.
    expect([0, 200, 402, 429]).toEqual(expect.arrayContaining([...calls.statuses.keys()]));
  });
});
