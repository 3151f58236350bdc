import { afterAll, beforeAll, expect, test } from 'vitest';
import pino from 'pino';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { type Person, signUp } from '../../test/people.ts';
import { createPool } from '../lib/sql.ts';
import { createLastUsed } from './last-used.ts';

let world: TestApp;
let person: Person;
beforeAll(async () => {
  world = await createTestApp();
  person = await signUp(world.app);
});
afterAll(() => world.close());

test('instances that write the same keys take them in one order, and never wait for each other', async () => {
  const ids: string[] = [];
  for (const name of ['a', 'b', 'c']) {
    const { body } = await person.call('POST', '/api/v1/accounts/me/api-keys', { name });
    ids.push(body.apiKey.id as string);
  }
  ids.sort();
  const holder = await world.db.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM api_keys WHERE id = $1 FOR UPDATE', [ids[0]]);

  const pool = createPool(world.databaseUrl, 'last used test', { max: 2 });
  const [first, second] = [pool, pool].map((db) => createLastUsed(db, pino({ level: 'silent' })));
  const atMs = Date.now();
  ids.forEach((id) => first!.touch(id, atMs));
  ids.toReversed().forEach((id) => second!.touch(id, atMs + 1000));
  const written = Promise.all([first!.close(), second!.close()]);
  const waiting = async () => {
    const { rows } = await world.db.query(
      `SELECT 1 FROM pg_stat_activity WHERE application_name = 'last used test' AND wait_event_type = 'Lock'`,
    );
    return rows.length;
  };
  await expect.poll(waiting).toBe(2);
  // Both wait for the first key, and hold none of the others.
  const others = await world.db.query('SELECT id FROM api_keys WHERE id = ANY ($1) FOR UPDATE SKIP LOCKED', [
    ids.slice(1),
  ]);
  expect(others.rows).toHaveLength(2);
  await holder.query('COMMIT');
  holder.release();
  await written;
  await pool.end();
  const { rows } = await world.db.query<{ last_used_at: Date }>(
    'SELECT last_used_at FROM api_keys WHERE id = ANY ($1)',
    [ids],
  );
  expect(rows.map(({ last_used_at: at }) => at.getTime())).toEqual(ids.map(() => atMs + 1000));
});
