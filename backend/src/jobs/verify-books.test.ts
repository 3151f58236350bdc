import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { signUp, signUpAs } from '../../test/people.ts';

let server: TestApp;
beforeEach(async () => void (server = await createTestApp()));
afterEach(() => server.close());

const metrics = async () => (await server.app.inject('/metrics')).body;
const lastRun = async () =>
  (await server.db.query<{ ran_at: Date }>('SELECT ran_at FROM verifications')).rows[0]?.ran_at;

test('every night the books are verified once, and every instance tells the result', async () => {
  expect(await metrics()).not.toMatch(/^litemaas_verify_/m);
  await Promise.all([server.app.lookAfterBooks(), server.app.lookAfterBooks()]);
  const first = await lastRun();
  expect(await metrics()).toContain('litemaas_verify_ok{check="balances_match_ledger"} 1');
  expect(await metrics()).toMatch(
    new RegExp(`^litemaas_verify_timestamp_seconds ${Math.round(Number(first) / 1000)}$`, 'm'),
  );
  await server.app.lookAfterBooks();
  expect(await lastRun()).toEqual(first);

  const other = await createTestApp({ databaseUrl: server.databaseUrl });
  await other.app.lookAfterBooks();
  expect((await other.app.inject('/metrics')).body).toContain('check="balances_match_ledger"} 1');
  expect(await lastRun()).toEqual(first);
  await other.close();

  await server.db.query(`UPDATE verifications SET ran_at = now() - interval '25 hours'`);
  await server.app.lookAfterBooks();
  expect(Number(await lastRun())).toBeGreaterThan(Number(first));
});

test('what is wrong is an error in the log and a 0 in the metrics', async () => {
  const { accountId } = await signUp(server.app);
  const logged: unknown[] = [];
  server.app.log.error = (...entry: unknown[]) => void logged.push(entry);
  await server.db.query(`UPDATE meters SET credits_held = 1 WHERE scope_id = $1`, [accountId]);
  await server.app.lookAfterBooks();
  expect(await metrics()).toContain('litemaas_verify_ok{check="holds_match_meters"} 0');
  expect(logged).toEqual([
    [
      {
        faults: [
          { name: 'holds_match_meters', ok: false, detail: expect.stringContaining(accountId) as string },
        ],
      },
      'the books do not agree',
    ],
  ]);
});

test('thirty who ask at once are answered by two runs, and keep nobody else waiting', async () => {
  const admin = await signUpAs('admin', server.app, server.db);
  const blocker = await server.db.connect();
  await blocker.query('BEGIN; LOCK TABLE ledger_transfers IN ACCESS EXCLUSIVE MODE');
  const asked = Array.from({ length: 30 }, () => admin.call('GET', '/api/v1/admin/verify'));
  const waiting = async () =>
    (
      await server.db.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND wait_event_type = 'Lock' AND application_name = 'litemaas api'`,
      )
    ).rows[0]?.count;
  await expect.poll(waiting).toBe(1);
  // The pool has ten connections; the others are free.
  expect((await admin.call('GET', '/api/v1/me')).status).toBe(200);
  expect(await waiting()).toBe(1);
  await blocker.query('COMMIT');
  blocker.release();
  const answers = await Promise.all(asked);
  expect(answers.map(({ status, body }) => [status, body.ok])).toEqual(answers.map(() => [200, true]));
});
