import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, inject, it } from 'vitest';
import { createTestDatabase } from './app.ts';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { databaseUrl as urlOfDatabase } from './global-setup.ts';
import { signUpAt } from './http-client.ts';
import { echoCall, makeCall, slowStream, startLoad } from './load.ts';
import {
  expectEndedElsewhere,
  expectMoneyAgrees,
  expectVerified,
  waitUntilNothingIsHeld,
} from './money-agrees.ts';
import { startServer, stopServers } from './server-process.ts';

let db: pg.Client;

const connect = async (url: string) => {
  db = new pg.Client(url);
  await db.connect();
};
beforeEach(() => connect(inject('serverUrl')));
afterEach(async () => {
  await stopServers();
  await db.end();
});

const start = (url: string, env: Record<string, string> = {}) =>
  startServer({
    env: {
      DATABASE_URL: url,
      LITEMAAS_SECRET_KEY: 'a secret key for tests, of thirty-two characters',
      LITEMAAS_DEMO: 'true',
      ...env,
    },
  });

async function countRows(table: string, where = 'true'): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`,
  );
  return rows[0]?.count ?? 0;
}

it(
  'makes migrations and first data once when two start at once on an empty database',
  { timeout: 90_000 },
  async () => {
    const name = `test_${randomBytes(8).toString('hex')}`;
    await db.query(`CREATE DATABASE ${name}`);
    await db.end();
    const url = urlOfDatabase(inject('serverUrl'), name);
    await connect(url);

    // No password is given, so that each would generate one.
    const servers = await Promise.all([1, 2].map(() => start(url, { LITEMAAS_ADMIN_PASSWORD: '' })));
    await eventually(() => {
      for (const server of servers) expect(server.output()).toContain('is running at');
    });
    const passwords = servers.map((server) => /password {2}(\S{12,})$/m.exec(server.output())?.[1]);
    expect(passwords.filter(Boolean).length).toBe(1);
    expect({
      users: await countRows('users'),
      admins: await countRows('users', "role = 'admin'"),
      accounts: await countRows('accounts'),
      providers: await countRows('providers'),
      models: await countRows('models'),
      subscriptions: await countRows('subscriptions'),
      grants: await countRows('grants'),
      plans: await countRows('plans'),
    }).toEqual({
      users: 1,
      admins: 1,
      accounts: 1,
      providers: 1,
      models: 12,
      subscriptions: 12,
      grants: 1,
      plans: 3,
    });
  },
);

it(
  'admits 30 of 300 parallel calls over two instances with credits for 30',
  { timeout: 90_000 },
  async () => {
    const url = await createTestDatabase();
    await db.end();
    await connect(url);
    const servers = await Promise.all([start(url), start(url)]);
    const [first] = servers;
    const admin = await signInAsAdmin(first);
    const { body: models } = await admin.call('GET', '/api/v1/admin/models');
    const { id: modelId, routes } = (models.data as { id: string; name: string; routes: object[] }[]).find(
      (model) => model.name === 'sim-echo',
    )!;
    expect(routes.length).toBe(1);
    const priced = await admin.call('PATCH', `/api/v1/admin/models/${modelId}`, {
      prices: { perRequestCredits: '1' },
    });
    expect(priced.status).toBe(200);

    const customer = await signUpAt(first.url, 'customer@example.com', 'correct horse battery');
    const { body: me } = await customer.call('GET', '/api/v1/me');
    const adjusted = await admin.call(
      'POST',
      `/api/v1/admin/accounts/${me.personalAccountId}/credits/adjustments`,
      { amountCredits: '-970', reason: 'leaves credits for thirty calls' },
      { 'idempotency-key': 'adjust' },
    );
    expect({ status: adjusted.status, balance: adjusted.body.balanceCredits }).toEqual({
      status: 201,
      balance: '30',
    });
    const base = '/api/v1/accounts/me';
    const subscribed = await customer.call('POST', `${base}/subscriptions`, { modelId });
    expect(subscribed.body.status).toBe('active');
    const { body: created } = await customer.call('POST', `${base}/api-keys`, { name: 'Test' });

    const answers = await startLoad({
      urls: servers.map((server) => server.url),
      key: created.secret as string,
      parallel: 300,
      count: 300,
      next: echoCall,
    }).done;
    expect(answers.filter(({ whole }) => whole).length).toBe(30);
    const refusals = answers.filter(({ whole }) => !whole).map(({ status, code }) => `${status} ${code}`);
    expect(['402 insufficient_credits', '429 in_flight_budget_exhausted']).toEqual(
      expect.arrayContaining([...new Set(refusals)]),
    );
    const records = await expectMoneyAgrees(customer, answers, '30');
    expect(records.map(({ costCredits }) => costCredits)).toEqual(Array.from({ length: 30 }, () => '1'));
    await expectVerified(admin);
  },
);

it('sweeps up after an instance that was killed under load', { timeout: 120_000 }, async () => {
  const url = await createTestDatabase();
  await db.end();
  await connect(url);
  const [killed, other] = await Promise.all([start(url), start(url)]);
  const load = startLoad({
    urls: [killed.url, other.url],
    key: demoKeyOf(killed),
    parallel: 30,
    next: (index) => (index % 4 < 2 ? slowStream(60) : echoCall)(index),
  });
  await eventually(() => expect(load.answers.length).toBeGreaterThan(60));
  await killed.kill();
  const killedAtMs = performance.now();
  const answersAtKill = load.answers.length;
  await eventually(() => expect(load.answers.length).toBeGreaterThan(answersAtKill + 30));
  const answers = await load.stop();
  const admin = await signInAsAdmin(other);
  const patienceMs = 30_000 - (performance.now() - killedAtMs);
  await waitUntilNothingIsHeld(admin, patienceMs);

  const records = await expectMoneyAgrees(admin, answers);
  const cut = answers.filter(({ status, whole }) => status === 200 && !whole);
  expect(cut.length).toBeGreaterThan(3);
  expectEndedElsewhere(records, cut);
  // What the other instance served was not touched.
  expect(answers.filter(({ status, whole }) => status !== 0 && !whole).length).toBe(cut.length);
  await expectVerified(admin);
  expect(await countRows('instances', 'dead_at IS NOT NULL AND swept_at IS NOT NULL')).toBe(1);
  expect(await countRows('instances', 'dead_at IS NULL')).toBe(1);
});

it('stops on all instances what a switch is thrown on at one', { timeout: 90_000 }, async () => {
  const url = await createTestDatabase();
  await db.end();
  await connect(url);
  const servers = await Promise.all([start(url), start(url)]);
  const urls = servers.map((server) => server.url);
  const key = demoKeyOf(servers[0]);
  const admin = await signInAsAdmin(servers[0]);
  const load = startLoad({ urls, key, parallel: 20, next: slowStream(1_000), count: 20 });
  await eventually(() => expect(load.answering()).toBe(20));

  const switches = '/api/v1/admin/kill-switches';
  const thrown = await admin.call('POST', switches, { scope: 'platform', reason: 'A fire' });
  const thrownAtMs = performance.now();
  expect(thrown.status).toBe(201);
  const answers = await load.done;
  expect(performance.now() - thrownAtMs).toBeLessThan(1_000);
  expect(answers.map(({ status, whole }) => [status, whole])).toEqual(
    Array.from({ length: 20 }, () => [200, false]),
  );
  for (const instance of urls)
    expect(await makeCall(instance, key, echoCall(0))).toMatchObject({ status: 403, code: 'kill_switch' });

  expect((await admin.call('DELETE', `${switches}/${thrown.body.id}`)).status).toBe(200);
  const after = await Promise.all(urls.map((instance) => makeCall(instance, key, echoCall(0))));
  expect(after.map(({ status }) => status)).toEqual([200, 200]);
  const records = await expectMoneyAgrees(admin, after);
  const stopped = records.filter(({ errorCode }) => errorCode === 'kill_switch');
  expect(stopped.map(({ requestId }) => requestId).sort()).toEqual(
    answers.map(({ requestId }) => requestId).sort(),
  );
  for (const { outcome, status, costCredits } of stopped) {
    expect({ outcome, status }).toEqual({ outcome: 'aborted', status: 200 });
    expect(Number(costCredits)).toBeGreaterThan(0);
  }
  await expectVerified(admin);
});
