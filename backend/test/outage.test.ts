import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase } from './app.ts';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { type Answer, echoCall, makeCall, slowStream, startLoad } from './load.ts';
import { expectMoneyAgrees, expectVerified, waitUntilNothingIsHeld } from './money-agrees.ts';
import { type ServerProcess, startServer, stopServers } from './server-process.ts';
import { startTcpProxy, type TcpProxy } from './stand-ins/tcp-proxy.ts';

let databaseUrl: string;
let proxy: TcpProxy;
beforeEach(async () => {
  const outside = new URL(await createTestDatabase());
  proxy = await startTcpProxy(Number(outside.port));
  outside.port = String(proxy.port);
  databaseUrl = outside.href;
});
afterEach(async () => {
  await stopServers();
  await proxy.close();
});

const start = (dataDir?: string) =>
  startServer({
    dataDir,
    env: {
      DATABASE_URL: databaseUrl,
      LITEMAAS_SECRET_KEY: 'a secret key for tests, of thirty-two characters',
      LITEMAAS_DEMO: 'true',
    },
  });
const journalsIn = ({ dataDir }: ServerProcess) => {
  try {
    return readdirSync(path.join(dataDir, 'journal'));
  } catch {
    return [];
  }
};
const until = (isSo: () => boolean) =>
  eventually(() => expect(isSo()).toBe(true), { timeout: 60_000, interval: 20 });
const refusedAway = { requestId: expect.any(String) as string, status: 503, code: 'database_unavailable' };

/** Runs streams into an outage: all of them end whole, and no new call is let in. Gives what clients saw. */
async function streamIntoOutage(server: ServerProcess, fail: () => void): Promise<Answer[]> {
  const key = demoKeyOf(server);
  const load = startLoad({ urls: [server.url], key, parallel: 20, count: 20, next: slowStream(150) });
  await until(() => load.answering() === 20);
  fail();
  const streams = await load.done;
  expect(streams.map(({ status, whole, costCredits }) => ({ status, whole, costCredits }))).toEqual(
    streams.map(() => ({ status: 200, whole: true, costCredits: '0.2255' })),
  );
  expect(await makeCall(server.url, key, echoCall(0))).toMatchObject(refusedAway);
  return streams;
}

it.each([
  ['is stopped', () => proxy.stop(), () => proxy.resume()],
  ['hangs', () => proxy.freeze(), () => proxy.thaw()],
])(
  'while the database %s, streams end, their settlements wait on disk, and are settled once',
  { timeout: 120_000 },
  async (_how, fail, mend) => {
    const server = await start();
    const streams = await streamIntoOutage(server, fail);
    expect(journalsIn(server)).toEqual([expect.stringMatching(/^settlements-\d+\.jsonl$/)]);
    mend();
    await until(() => journalsIn(server).length === 0);
    const admin = await signInAsAdmin(server);
    await waitUntilNothingIsHeld(admin, 30_000);
    await expectMoneyAgrees(admin, streams);
    await expectVerified(admin);
    expect(await makeCall(server.url, demoKeyOf(server), echoCall(0))).toMatchObject({ whole: true });
  },
);

it('what waits on disk outlives kill -9', { timeout: 120_000 }, async () => {
  const first = await start();
  const streams = await streamIntoOutage(first, () => proxy.stop());
  await first.kill();
  expect(journalsIn(first)).toHaveLength(1);
  proxy.resume();
  const second = await start(first.dataDir);
  const admin = await signInAsAdmin(second);
  const records = await expectMoneyAgrees(admin, streams);
  expect(records).toHaveLength(20);
  expect(journalsIn(second)).toEqual([]);
  await expectVerified(admin);
});
