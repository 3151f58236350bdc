import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { echoCall, slowStream, startLoad } from './load.ts';
import { expectMoneyAgrees, expectVerified, waitUntilNothingIsHeld } from './money-agrees.ts';
import { killDatabase, startServer, stopServers } from './server-process.ts';

afterEach(stopServers);

it('outlives kill -9 of its embedded database, twice, under load', { timeout: 180_000 }, async () => {
  const server = await startServer();
  const pidFile = path.join(server.dataDir, 'postgres', 'postmaster.pid');
  const load = startLoad({
    urls: [server.url],
    key: demoKeyOf(server),
    parallel: 30,
    next: (index) => (index % 3 === 0 ? slowStream(50) : echoCall)(index),
  });
  const wholeCount = () => load.answers.filter(({ whole }) => whole).length;
  await eventually(() => expect(wholeCount()).toBeGreaterThan(60));

  for (const kill of [1, 2]) {
    const before = readFileSync(pidFile, 'utf8');
    killDatabase(server.dataDir);
    await eventually(() => {
      expect(server.output().split('the database server runs again').length - 1).toBe(kill);
      expect(readFileSync(pidFile, 'utf8')).not.toBe(before);
    });
    const wholeAtReturn = wholeCount();
    await eventually(() => expect(wholeCount()).toBeGreaterThan(wholeAtReturn + 60));
  }

  const answers = await load.stop();
  // Hundreds as a rule; none where the database is back before a call needs it.
  const others = answers.filter(({ whole }) => !whole);
  expect(others.map(({ status, code }) => ({ status, code }))).toEqual(
    others.map(() => ({ status: 503, code: 'database_unavailable' })),
  );
  const admin = await signInAsAdmin(server);
  await waitUntilNothingIsHeld(admin, 30_000);
  const records = await expectMoneyAgrees(admin, answers);
  expect(records.filter(({ outcome }) => outcome === 'orphaned')).toEqual([]);
  await expectVerified(admin);
  expect(await server.terminate()).toEqual({ exitCode: 0, signal: null });
});
