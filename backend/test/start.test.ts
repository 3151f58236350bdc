import { existsSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { afterEach, expect, it } from 'vitest';
import { demoKeyOf, signInAsAdmin } from './demo.ts';
import { eventually } from './eventually.ts';
import { echoCall, makeCall } from './load.ts';
import { databaseUrlOf, newDataDir, spawnServer, startServer, stopServers } from './server-process.ts';

afterEach(stopServers);

it('is up in less than five seconds at its second start', { timeout: 120_000 }, async () => {
  const { dataDir, terminate } = await startServer();
  await terminate();
  const second = await startServer({ dataDir });
  // The source is compiled at every start, which nobody but a developer waits for.
  expect(second.readyAfterMs).toBeLessThan(process.env.BUILT ? 5_000 : 20_000);
});

/** Looks into a database that may not be there yet. */
async function countRows(dataDir: string, table: string): Promise<number> {
  const db = new pg.Client(databaseUrlOf(dataDir));
  db.on('error', () => {});
  try {
    await db.connect();
    const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
    return rows[0]?.count ?? 0;
  } finally {
    await db.end().catch(() => {});
  }
}

it('completes a first start that was killed, wherever it was', { timeout: 180_000 }, async () => {
  const dataDir = await newDataDir();
  const hasFile = (name: string) => async () => expect(existsSync(path.join(dataDir, name))).toBe(true);
  const hasRows = (table: string, atLeast: number) => async () =>
    expect(await countRows(dataDir, table)).toBeGreaterThanOrEqual(atLeast);
  const moments = [
    hasFile('secrets.json'),
    hasFile('postgres/postmaster.pid'),
    hasRows('migrations', 3),
    hasRows('users', 1),
    hasRows('models', 3),
    hasRows('subscriptions', 2),
  ];
  for (const hasCome of moments) {
    const server = await spawnServer({ dataDir });
    await eventually(hasCome, { interval: 1 });
    await server.kill();
  }

  const server = await startServer({ dataDir });
  const tables = ['users', 'accounts', 'providers', 'models', 'subscriptions', 'grants', 'plans'];
  const counts = await Promise.all(tables.map((table) => countRows(dataDir, table)));
  expect(Object.fromEntries(tables.map((table, index) => [table, counts[index]]))).toEqual({
    users: 1,
    accounts: 1,
    providers: 1,
    models: 12,
    subscriptions: 12,
    grants: 1,
    plans: 3,
  });
  await signInAsAdmin(server);
  await eventually(() => expect(server.output()).toContain('running at'));
  const answer = await makeCall(server.url, demoKeyOf(server), echoCall(0));
  expect(answer).toMatchObject({ status: 200, whole: true });
});
