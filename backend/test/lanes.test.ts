import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from './app.ts';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import type { HttpClient } from './http-client.ts';
import { type Answer, echoCall, makeCall, type NextCall, slowStream, startLoad } from './load.ts';
import { expectMoneyAgrees, expectVerified, listUsage, waitUntilNothingIsHeld } from './money-agrees.ts';
import { type ServerProcess, startServer, stopServers } from './server-process.ts';
import { startTcpProxy, type TcpProxy } from './stand-ins/tcp-proxy.ts';

let db: pg.Client;
let databaseUrl: string;

beforeEach(async () => {
  databaseUrl = await createTestDatabase();
  db = new pg.Client(databaseUrl);
  await db.connect();
});
afterEach(async () => {
  await stopServers();
  await db.end();
});

const start = (url = databaseUrl) =>
  startServer({
    env: {
      DATABASE_URL: url,
      LITEMAAS_SECRET_KEY: 'a secret key for tests, of thirty-two characters',
      LITEMAAS_DEMO: 'true',
    },
  });

/** Cuts the server's database connections of a kind, and waits until they are gone; gives how many there were. */
async function cutConnections(applicationName: string): Promise<number> {
  const { rowCount } = await db.query(
    `SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1`,
    [applicationName],
  );
  return rowCount ?? 0;
}

const livingInstances = async () =>
  (
    await db.query<{ id: string; locked: boolean }>(
      `SELECT id::text, EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 7304 AND objid = i.id
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS locked
       FROM instances i WHERE dead_at IS NULL ORDER BY id`,
    )
  ).rows;

const mixed: NextCall = (index) => (index % 5 === 0 ? slowStream(10) : echoCall)(index);

function startMixedLoad(server: ServerProcess) {
  return startLoad({ urls: [server.url], key: demoKeyOf(server), parallel: 30, next: mixed });
}

/** A server whose database is behind a line that fails on demand. */
async function startBehindProxy(): Promise<{ server: ServerProcess; proxy: TcpProxy }> {
  const outside = new URL(databaseUrl);
  const proxy = await startTcpProxy(Number(outside.port));
  outside.port = String(proxy.port);
  return { server: await start(outside.href), proxy };
}

/** Each answer is whole, or a refusal that says the database is away; gives how many were whole. */
function expectWholeOrRefused(answers: Answer[]): number {
  const others = answers.filter(({ whole }) => !whole);
  const refusals = others.map(({ status, code }) => ({ status, code }));
  expect(refusals).toEqual(others.map(() => ({ status: 503, code: 'database_unavailable' })));
  return answers.length - others.length;
}

async function expectSettledOnce(admin: HttpClient, answers: Answer[]): Promise<void> {
  const wholeCount = expectWholeOrRefused(answers);
  await waitUntilNothingIsHeld(admin, 20_000);
  const records = await expectMoneyAgrees(admin, answers);
  expect(records.filter(({ outcome }) => outcome === 'success').length).toBe(wholeCount);
  // A call that was let in while its client was told otherwise has a record too, and cost nothing.
  const refused = records.filter(({ outcome }) => outcome !== 'success');
  expect(refused.map(({ errorCode, costCredits }) => ({ errorCode, costCredits }))).toEqual(
    refused.map(() => ({ errorCode: 'database_unavailable', costCredits: '0' })),
  );
  await expectVerified(admin);
}

it(
  'loses and doubles nothing when the money lanes are cut again and again',
  { timeout: 180_000 },
  async () => {
    const server = await start();
    const load = startMixedLoad(server);
    for (let cuts = 0; cuts < 40;) {
      const wanted = load.answers.length + 10;
      await eventually(() => expect(load.answers.length).toBeGreaterThan(wanted));
      cuts += await cutConnections('litemaas gateway');
    }
    await expectSettledOnce(await signInAsAdmin(server), await load.stop());
  },
);

it('finds out what was committed when answers of the database are lost', { timeout: 180_000 }, async () => {
  const { server, proxy } = await startBehindProxy();
  const load = startMixedLoad(server);
  for (let cuts = 0; cuts < 12; cuts += 1) {
    const wanted = load.answers.length + 30;
    await eventually(() => expect(load.answers.length).toBeGreaterThan(wanted));
    proxy.cutAtNextAnswer();
  }
  proxy.spare();
  const answers = await load.stop();
  const admin = await signInAsAdmin(server);
  await expectSettledOnce(admin, answers);
  // Some of the lost answers were of admissions: those calls were let in and ended at once.
  const released = (await listUsage(admin)).filter(({ outcome }) => outcome === 'error');
  expect(released.length).toBeGreaterThan(0);
  await server.terminate();
  await proxy.close();
});

it('keeps its identity when its own connection is cut', { timeout: 120_000 }, async () => {
  const server = await start();
  const [before] = await livingInstances();
  expect(await cutConnections('litemaas instance')).toBe(1);
  await eventually(async () => expect(await livingInstances()).toEqual([{ id: before?.id, locked: true }]));
  expect(await cutConnections('litemaas instance')).toBe(1);
  const answer = await makeCall(server.url, demoKeyOf(server), echoCall(0));
  expect(answer).toMatchObject({ status: 200, whole: true });
  await eventually(async () => expect(await livingInstances()).toEqual([{ id: before?.id, locked: true }]));
});

it('is fenced when it is marked dead while it lives, and registers anew', { timeout: 180_000 }, async () => {
  const server = await start();
  const admin = await signInAsAdmin(server);
  const [before] = await livingInstances();
  const long = startLoad({
    urls: [server.url],
    key: demoKeyOf(server),
    parallel: 5,
    next: slowStream(600),
    count: 5,
  });
  await eventually(() => expect(long.answering()).toBe(5));
  const load = startMixedLoad(server);
  await eventually(() => expect(load.answers.length).toBeGreaterThan(60));

  await db.query('UPDATE instances SET dead_at = now() WHERE id = $1', [before?.id]);
  await eventually(async () => {
    const [now, ...others] = await livingInstances();
    expect({ isNew: now && now.id !== before?.id, locked: now?.locked, others }).toEqual({
      isNew: true,
      locked: true,
      others: [],
    });
  });
  const renewedAt = load.answers.length;
  await eventually(() => expect(load.answers.length).toBeGreaterThan(renewedAt + 100));
  const answers = await load.stop();
  // Refused is who was in the batch that met the fence, if anybody was.
  expectWholeOrRefused(answers);

  // What ran under the old number for longer was settled by a sweeper; its end is booked as a correction.
  const late = await long.done;
  expect(late.map(({ status, whole }) => ({ status, whole }))).toEqual(
    late.map(() => ({ status: 200, whole: true })),
  );
  await waitUntilNothingIsHeld(admin, 20_000);
  const records = await expectMoneyAgrees(admin, answers);
  const costsOf = (calls: { requestId: string | null; costCredits: string | null }[]) =>
    Object.fromEntries(calls.map(({ requestId, costCredits }) => [requestId, costCredits]));
  expect(costsOf(records.filter(({ outcome }) => outcome === 'orphaned'))).toEqual(costsOf(late));
  const { rows } = await db.query('SELECT swept_at IS NOT NULL AS swept FROM instances WHERE id = $1', [
    before?.id,
  ]);
  expect(rows).toEqual([{ swept: true }]);
  await expectVerified(admin);
});

it(
  'refuses calls while the database hangs, and goes on when it answers again',
  { timeout: 120_000 },
  async () => {
    const outside = new URL(databaseUrl);
    const proxy = await startTcpProxy(Number(outside.port));
    outside.port = String(proxy.port);
    const server = await start(outside.href);
    const load = startMixedLoad(server);
    await eventually(() => expect(load.answers.length).toBeGreaterThan(60));
    proxy.freeze();
    // Longer than a round trip may take, so that connections are given up with batches under way.
    await eventually(
      () => expect(load.answers.filter(({ status }) => status === 503).length).toBeGreaterThan(40),
      {
        timeout: 40_000,
      },
    );
    proxy.thaw();
    const thawedAt = load.answers.length;
    await eventually(
      () => expect(load.answers.slice(thawedAt).filter(({ whole }) => whole).length).toBeGreaterThan(60),
      { timeout: 40_000 },
    );
    await expectSettledOnce(await signInAsAdmin(server), await load.stop());
    await server.terminate();
    await proxy.close();
  },
);
