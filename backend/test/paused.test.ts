import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from './app.ts';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { echoCall, makeCall, slowStream, startLoad } from './load.ts';
import { expectMoneyAgrees, expectVerified, waitUntilNothingIsHeld } from './money-agrees.ts';
import { startServer, stopServers } from './server-process.ts';

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

const start = () =>
  startServer({
    env: {
      DATABASE_URL: databaseUrl,
      LITEMAAS_SECRET_KEY: 'a secret key for tests, of thirty-two characters',
      LITEMAAS_DEMO: 'true',
    },
  });
const patience = { timeout: 90_000 };
/** Longer than an instance has to be silent to be looked at: `PAUSE_SECONDS=60` for a minute. */
const pauseSeconds = Number(process.env.PAUSE_SECONDS ?? '15');
/** For how many seconds an instance has said nothing while another one lived. */
const silentSeconds = async () => {
  const { rows } = await db.query<{ seconds: number }>(
    `SELECT extract(epoch FROM max(seen_at) - min(seen_at))::float8 AS seconds FROM instances`,
  );
  return rows[0]?.seconds;
};

it(
  'an instance that is paused holds nobody up, keeps its holds, and goes on when it wakes',
  { timeout: 240_000 },
  async () => {
    const paused = await start();
    const other = await start();
    const key = demoKeyOf(paused);
    // A fast machine makes more calls in a minute than the demo's account may make in a month.
    await db.query(
      `UPDATE meters SET requests_limit = NULL, tokens_limit = NULL WHERE scope = 'subscription'`,
    );
    const admin = await signInAsAdmin(other);
    const streams = startLoad({ urls: [paused.url], key, parallel: 10, count: 10, next: slowStream(300) });
    const quick = startLoad({ urls: [paused.url], key, parallel: 4, next: echoCall });
    await eventually(() => expect(streams.answering()).toBe(10), patience);
    await eventually(() => expect(quick.answers.length).toBeGreaterThan(50), patience);

    paused.signal('SIGSTOP');
    const load = startLoad({ urls: [other.url], key, parallel: 2, next: echoCall });
    await eventually(async () => expect(await silentSeconds()).toBeGreaterThan(pauseSeconds), patience);
    expect(load.answers.length).toBeGreaterThan(100);
    await expectVerified(admin);
    paused.signal('SIGCONT');

    const others = [...(await streams.done), ...(await load.stop())];
    expect(others.filter(({ whole }) => !whole)).toEqual([]);
    // Those that were being let in as it was paused have waited too long when it wakes, and are refused.
    const late = (await quick.stop()).filter(({ whole }) => !whole);
    expect(late.map(({ status, code }) => `${status} ${code}`)).toEqual(
      late.map(() => '503 database_unavailable'),
    );
    expect(late.length).toBeLessThanOrEqual(4);
    expect(await makeCall(paused.url, key, echoCall(0))).toMatchObject({ status: 200 });
    await waitUntilNothingIsHeld(admin, 30_000);
    const records = await expectMoneyAgrees(admin, [...others, ...quick.answers]);
    const failed = records.filter(({ outcome }) => outcome !== 'success');
    expect(failed.map(({ errorCode, costCredits }) => ({ errorCode, costCredits }))).toEqual(
      failed.map(() => ({ errorCode: 'database_unavailable', costCredits: '0' })),
    );
    await expectVerified(admin);
    const { rows } = await db.query('SELECT id FROM instances WHERE dead_at IS NULL');
    expect(rows).toHaveLength(2);
  },
);
