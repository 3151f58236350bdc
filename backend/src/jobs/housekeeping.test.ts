import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { signUp } from '../../test/people.ts';

let server: TestApp;
beforeAll(async () => {
  server = await createTestApp();
});
afterAll(() => server.close());

test('leftovers go, what is in use stays', async () => {
  const { app, db } = server;
  const person = await signUp(app);
  await db.query(
    `INSERT INTO idempotency_keys (scope, key, request_hash, created_at) VALUES ('s', 'old', '', now() - interval '25 hours'), ('s', 'new', '', now())`,
  );
  await db.query(
    `INSERT INTO login_throttles VALUES ('over', 3, now() - interval '1 second'), ('running', 3, now() + interval '1 minute')`,
  );
  await db.query(
    `INSERT INTO sessions (id, user_id, expires_at) VALUES ('ses_expired', $1, now() - interval '1 second')`,
    [person.userId],
  );
  await db.query(
    `INSERT INTO instances (host, process_id, dead_at, swept_at) VALUES ('gone', 1, now() - interval '2 days', now() - interval '2 days')`,
  );
  await db.query(
    `INSERT INTO refresh_tokens (token_hash, session_id, used_at)
     SELECT x.hash, s.id, now() - x.age FROM sessions s CROSS JOIN (VALUES
       ('\\x01'::bytea, interval '30 days 1 second'), ('\\x02', interval '29 days')) AS x(hash, age)
     WHERE s.user_id = $1 AND s.id <> 'ses_expired'`,
    [person.userId],
  );
  await db.query(`INSERT INTO refresh_tokens (token_hash, session_id) VALUES ('\\x03', 'ses_expired')`);
  await app.tidy();
  expect((await db.query('SELECT key FROM idempotency_keys')).rows).toEqual([{ key: 'new' }]);
  const throttled = await db.query(
    `SELECT subject FROM login_throttles WHERE subject IN ('over', 'running')`,
  );
  expect(throttled.rows).toEqual([{ subject: 'running' }]);
  expect((await db.query(`SELECT id FROM sessions WHERE id = 'ses_expired'`)).rows).toEqual([]);
  expect((await person.call('GET', '/api/v1/me')).status).toBe(200);
  const spent = await db.query('SELECT token_hash FROM refresh_tokens WHERE used_at IS NOT NULL');
  expect(spent.rows).toEqual([{ token_hash: Buffer.from([2]) }]);
  const live = await db.query('SELECT count(*)::int AS count FROM refresh_tokens WHERE used_at IS NULL');
  expect(live.rows).toEqual([{ count: 1 }]);
  expect((await db.query(`SELECT id FROM instances WHERE host = 'gone'`)).rows).toEqual([]);
});
