import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { createTestDatabase } from './app.ts';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { echoCall, slowStream, startLoad } from './load.ts';
import { expectMoneyAgrees, expectVerified, waitUntilNothingIsHeld } from './money-agrees.ts';
import { startServer, stopServers } from './server-process.ts';
import { startTcpProxy } from './stand-ins/tcp-proxy.ts';

/** How long the database is away: `OUTAGE_SECONDS=120 npx vitest run test/outage-under-load.test.ts`. */
const outageMs = Number(process.env.OUTAGE_SECONDS ?? '5') * 1000;
/** Refusals cost next to nothing each; this is for the garbage that is not collected yet. */
const growthMostBytes = 96 * 1024 * 1024;

afterEach(stopServers);

const patience = { timeout: 90_000 };
const rssOf = (pid: number) =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) * 1024;

it(
  'a database that is away under load: nothing is served unrecorded, nothing recorded twice, memory stays flat',
  { timeout: outageMs + 240_000 },
  async () => {
    const outside = new URL(await createTestDatabase());
    const proxy = await startTcpProxy(Number(outside.port));
    outside.port = String(proxy.port);
    const server = await startServer({
      env: {
        DATABASE_URL: outside.href,
        LITEMAAS_SECRET_KEY: 'a secret key for tests, of thirty-two characters',
        LITEMAAS_DEMO: 'true',
      },
    });
    const stream = slowStream(20);
    const next = (index: number) => (index % 4 === 0 ? stream(index) : echoCall(index));
    const load = startLoad({ urls: [server.url], key: demoKeyOf(server), parallel: 16, next });
    const wholeSince = (from: number) => load.answers.slice(from).filter(({ whole }) => whole).length;
    await eventually(() => expect(wholeSince(0)).toBeGreaterThan(200), patience);

    proxy.stop();
    const awayAt = load.answers.length;
    await eventually(() => expect(load.answers.length).toBeGreaterThan(awayAt + 100), patience);
    const before = rssOf(server.pid);
    await wait(outageMs);
    const growth = rssOf(server.pid) - before;
    const refusedFrom = load.answers.length;
    proxy.resume();
    await eventually(() => expect(wholeSince(refusedFrom)).toBeGreaterThan(200), patience);

    const answers = await load.stop();
    const failed = answers.filter(({ whole }) => !whole);
    expect([...new Set(failed.map(({ status, code }) => `${status} ${code}`))]).toEqual([
      '503 database_unavailable',
    ]);
    const admin = await signInAsAdmin(server);
    await waitUntilNothingIsHeld(admin, 30_000);
    const records = await expectMoneyAgrees(admin, answers);
    // A call that was let in as the line was cut has been refused all the same: its record says so, and costs nothing.
    const wholeIds = new Set(answers.filter(({ whole }) => whole).map(({ requestId }) => requestId));
    const refusedLate = records.filter(({ requestId }) => !wholeIds.has(requestId));
    expect(
      refusedLate.map(({ status, errorCode, costCredits }) => ({ status, errorCode, costCredits })),
    ).toEqual(refusedLate.map(() => ({ status: 503, errorCode: 'database_unavailable', costCredits: '0' })));
    await expectVerified(admin);
    console.log(
      `away for ${outageMs / 1000} s: ${failed.length} refused, ${records.length} served, memory ${(growth / 1024 / 1024).toFixed(1)} MiB more`,
    );
    expect(growth).toBeLessThan(growthMostBytes);
    await server.terminate();
    await proxy.close();
  },
);
