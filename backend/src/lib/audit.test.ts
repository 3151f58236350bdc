import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { signUp } from '../../test/people.ts';

let server: TestApp;
beforeAll(async () => void (server = await createTestApp()));
afterAll(() => server.close());

test.each([
  "UPDATE audit_log SET action = 'nothing'",
  'DELETE FROM audit_log',
  'TRUNCATE audit_log',
  'UPDATE usage_records SET cost_micro_credits = 0',
])('refuses %s', async (sql) => {
  const { userId } = await signUp(server.app);
  await expect(server.db.query(sql)).rejects.toMatchObject({ code: 'LM003' });
  const { rows } = await server.db.query('SELECT action FROM audit_log WHERE target_id = $1', [userId]);
  expect(rows).toEqual([{ action: 'user.create' }]);
});
