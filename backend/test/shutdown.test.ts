import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { type Answer, slowStream, startLoad } from './load.ts';
import { expectMoneyAgrees, expectVerified } from './money-agrees.ts';
import {
  databaseUrlOf,
  newDataDir,
  type ServerProcess,
  spawnServer,
  startServer,
  stopServers,
} from './server-process.ts';

afterEach(stopServers);

/** Streams of a second and a half, 30 at a time; resolves when some have ended and the others run. */
async function startStreams(server: ServerProcess, count: number) {
  const load = startLoad({
    urls: [server.url],
    key: demoKeyOf(server),
    parallel: 30,
    next: slowStream(75),
    count,
  });
  await eventually(() => expect(load.answers.length).toBeGreaterThan(15));
  await eventually(() => expect(load.underWay()).toBe(30));
  return load;
}

const wholeAnswers = (answers: Answer[]) => answers.filter(({ whole }) => whole);

it('ends in order on SIGTERM: streams finish and settle, nothing is held', { timeout: 120_000 }, async () => {
  const first = await startServer();
  const load = await startStreams(first, 120);
  const begunCount = load.answers.length + load.answering();
  first.signal('SIGTERM');
  expect(await first.ended).toEqual({ exitCode: 0, signal: null });
  const answers = await load.done;
  // What had begun was finished; what came later was turned away.
  expect(wholeAnswers(answers).length).toBeGreaterThanOrEqual(begunCount);
  const others = answers.filter(({ whole }) => !whole);
  expect(others.length).toBeGreaterThan(0);
  expect([0, 503]).toEqual(expect.arrayContaining([...new Set(others.map(({ status }) => status))]));

  const second = await startServer({ dataDir: first.dataDir });
  const admin = await signInAsAdmin(second);
  const records = await expectMoneyAgrees(admin, answers);
  expect(records.length).toBe(wholeAnswers(answers).length);
  await expectVerified(admin);
  const db = new pg.Client(databaseUrlOf(second.dataDir));
  await db.connect();
  const { rows } = await db.query(
    'SELECT dead_at IS NOT NULL AND swept_at IS NOT NULL AS gone FROM instances ORDER BY id',
  );
  const { rowCount: holdCount } = await db.query('SELECT FROM holds');
  await db.end();
  expect({ rows, holdCount }).toEqual({ rows: [{ gone: true }, { gone: false }], holdCount: 0 });
});

it('takes two signals within a second for one, as npm passes Ctrl-C on', { timeout: 120_000 }, async () => {
  const server = await startServer();
  const load = await startStreams(server, 60);
  server.signal('SIGINT');
  server.signal('SIGINT');
  await eventually(() => expect(server.output()).toContain('shutting down'));
  server.signal('SIGINT');
  expect(await server.ended).toEqual({ exitCode: 0, signal: null });
  const answers = await load.done;
  expect(answers.filter(({ status, whole }) => status === 200 && !whole)).toEqual([]);
});

it('ends at once when the second signal comes later', { timeout: 120_000 }, async () => {
  const server = await startServer();
  const load = startLoad({
    urls: [server.url],
    key: demoKeyOf(server),
    parallel: 5,
    next: slowStream(1000),
    count: 5,
  });
  await eventually(() => expect(load.answering()).toBe(5));
  server.signal('SIGINT');
  await eventually(() => expect(server.output()).toContain('shutting down'));
  // For as long as another signal may be the same one.
  await wait(1_000);
  const secondAtMs = performance.now();
  server.signal('SIGINT');
  expect(await server.ended).toEqual({ exitCode: 1, signal: null });
  // The streams would have gone on for twenty seconds.
  expect(performance.now() - secondAtMs).toBeLessThan(10_000);
  await load.done;
});

it('ends with its database when a signal comes while it starts', { timeout: 120_000 }, async () => {
  const dataDir = await newDataDir();
  const pidFile = path.join(dataDir, 'postgres', 'postmaster.pid');
  const server = await spawnServer({ dataDir });
  await eventually(() => expect(existsSync(pidFile)).toBe(true), { interval: 1 });
  expect(await server.terminate()).toEqual({ exitCode: 128 + 15, signal: null });
  await eventually(() => expect(existsSync(pidFile)).toBe(false));
});
