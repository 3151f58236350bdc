import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { expectVerified, spend } from '../../test/credits.ts';
import { type Person, signUp, signUpAs } from '../../test/people.ts';
import { correctUsage } from './correct-usage.ts';
import { tx } from './sql.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let requestId: string;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
});
afterAll(() => server.close());
// Everybody has 1,000 credits; the call has cost 30 of them.
beforeEach(async () => {
  user = await signUp(server.app);
  const transaction = await spend(server.db, user.accountId, 30_000_000n);
  const { rows } = await server.db.query<{ request_id: string }>(
    'SELECT request_id FROM usage_records WHERE ledger_transaction_id = $1',
    [transaction],
  );
  requestId = rows[0]?.request_id ?? '';
});

const correct = (credits: bigint, id = requestId) =>
  tx(server.app.db, (client) => correctUsage(client, id, credits * 1_000_000n, 'Known better'));
const balance = async () => (await user.call('GET', '/api/v1/accounts/me/credits')).body.balanceCredits;
const costs = async () => {
  const { rows } = await server.db.query<{ old: string; new: string }>(
    `SELECT (old_cost_micro_credits / 1000000)::text AS old, (new_cost_micro_credits / 1000000)::text AS new
     FROM usage_corrections WHERE request_id = $1 ORDER BY id`,
    [requestId],
  );
  return rows.map((row) => `${row.old} ${row.new}`);
};

test('again and again: each time from what it cost last', async () => {
  for (const credits of [50n, 20n, 0n, 70n]) {
    expect(await correct(credits)).toBe(true);
    expect(await balance()).toBe(String(1000n - credits));
    await expectVerified(admin);
  }
  expect(await costs()).toEqual(['30 50', '50 20', '20 0', '0 70']);
});

test('the same cost again changes nothing', async () => {
  await correct(50n);
  await correct(50n);
  expect(await balance()).toBe('950');
  const { body } = await user.call('GET', '/api/v1/accounts/me/credits/ledger');
  expect(body.data.map(({ kind }: { kind: string }) => kind)).toEqual([
    'correction',
    'reversal',
    'usage',
    'grant',
  ]);
  await expectVerified(admin);
});

test('many at once: one after the other', async () => {
  await Promise.all([10n, 20n, 40n, 50n, 60n].map((credits) => correct(credits)));
  const all = await costs();
  expect(all).toHaveLength(5);
  expect(await balance()).toBe(String(1000 - Number(all.at(-1)?.split(' ')[1])));
  await expectVerified(admin);
});

test('a call that there is not', async () => {
  expect(await correct(1n, 'req_none')).toBe(false);
});

test('corrections stay as they are', async () => {
  await correct(1n);
  await expect(server.db.query('UPDATE usage_corrections SET reason = reason')).rejects.toMatchObject({
    code: 'LM003',
  });
});
