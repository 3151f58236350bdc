import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { spend } from '../../../test/credits.ts';
import { signUp } from '../../../test/people.ts';

let server: TestApp;
let stranger: pg.Client;
const role = `stranger_${randomBytes(6).toString('hex')}`;
beforeAll(async () => {
  server = await createTestApp();
  const { accountId } = await signUp(server.app);
  await spend(server.db, accountId, 1n);
  await server.app.burnGrants();
  await server.db.query(`CREATE ROLE ${role} LOGIN PASSWORD 'stranger'`);
  const url = new URL(server.databaseUrl);
  url.username = role;
  url.password = 'stranger';
  stranger = new pg.Client(url.href);
  await stranger.connect();
});
afterAll(async () => {
  await stranger.end();
  await server.db.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`);
  await server.close();
});

const written = ['ledger_transactions', 'ledger_transfers', 'grant_consumptions', 'audit_log'];

describe.each(written)('%s', (table) => {
  test('is closed to whoever may only connect', async () => {
    for (const sql of [
      `SELECT * FROM ${table}`,
      `DELETE FROM ${table}`,
      `INSERT INTO ${table} DEFAULT VALUES`,
    ])
      await expect(stranger.query(sql)).rejects.toMatchObject({ code: '42501' });
  });

  test('is not changed by anybody, whatever they may do: not by its owner, not by whom the owner let in', async () => {
    await server.db.query(`GRANT ALL ON ${table} TO ${role}`);
    for (const client of [server.db, stranger])
      for (const sql of [`UPDATE ${table} SET account_id = 'x'`, `DELETE FROM ${table}`, `TRUNCATE ${table}`])
        await expect(client.query(sql)).rejects.toMatchObject({ code: 'LM003' });
  });
});

test.each([
  'SELECT burn_grants($1)',
  'SELECT pay_debits_of(ARRAY[$1])',
  'SELECT charge_grants(ARRAY[$1])',
  'SELECT settle_grants($1)',
  `SELECT close_grant($1, 'revoked', '')`,
])('%s is not for whoever may only connect', async (sql) => {
  await expect(stranger.query(sql, ['acc_x'])).rejects.toMatchObject({ code: '42501' });
});
