import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { grantTo } from '../../../test/credits.ts';
import { heldCall, hold, injuries, overdraw } from '../../../test/injuries.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import type { Verification } from './schemas.ts';

const checkNames = [
  'transactions_balance',
  'transfers_belong',
  'balances_match_ledger',
  'grants_match_balances',
  'grants_match_meters',
  'grants_match_consumptions',
  'consumptions_match_ledger',
  'closed_grants_are_empty',
  'grants_match_ledger',
  'holds_match_meters',
  'meters_match_usage',
  'holds_belong_to_the_living',
  'usage_is_posted',
  'corrections_are_posted',
  'overdrafts_are_explained',
];

let server: TestApp;
let admin: Person;
let user: Person;
let model: { name: string };
// Every test breaks a database of its own, in which there is some of everything.
beforeEach(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  const provider = await createProvider(admin);
  const priced = { autoApprove: true, prices: { perRequestCredits: '1', outputPerMillionCredits: '1000' } };
  const routes = [{ providerId: provider.id, upstreamModel: 'sim-slow' }];
  const { id, name } = await createModel(admin, provider.id, { ...priced, routes });
  model = { name };
  await user.call('POST', '/api/v1/accounts/me/subscriptions', { modelId: id });
  for (const amount of ['100', '-50']) await adjust(amount);
  await grantTo(admin, user.accountId, { amountCredits: '3', modelIds: [id] });
  expect([(await call()).status, (await call()).status]).toEqual([200, 200]);
  await server.app.burnGrants();
});
afterEach(() => server.close());

const call = (maxTokens = 1) =>
  user.call('POST', '/api/v1/chat/completions', {
    model: model.name,
    max_tokens: maxTokens,
    messages: [{ role: 'user', content: 'Hello' }],
  });
let adjustments = 0;
const adjust = (amountCredits: string) =>
  admin.call(
    'POST',
    `/api/v1/admin/accounts/${user.accountId}/credits/adjustments`,
    { amountCredits, reason: 'A good reason' },
    { 'idempotency-key': `adjustment ${++adjustments}` },
  );
const verify = async () => (await admin.call('GET', '/api/v1/admin/verify')).body as Verification;
const failed = async () => {
  const { ok, checks } = await verify();
  const names = checks.filter((check) => !check.ok).map(({ name }) => name);
  expect(ok).toBe(names.length === 0);
  return names;
};
/** Runs SQL with `ACCOUNT` standing for the user's account, in spite of the triggers that keep what was written. */
async function injure(sql: string): Promise<void> {
  await server.db.query(
    `ALTER TABLE ledger_transactions DISABLE TRIGGER ALL; ALTER TABLE ledger_transfers DISABLE TRIGGER ALL;
     ALTER TABLE usage_records DISABLE TRIGGER ALL;
     ${sql.replaceAll('ACCOUNT', `'${user.accountId}'`)}`,
  );
}

describe('verify', () => {
  test('is ok, and says so check by check and as a metric', async () => {
    const { ok, checks } = await verify();
    expect(ok).toBe(true);
    expect(checks.map(({ name }) => name)).toEqual(checkNames);
    for (const check of checks)
      expect(check).toMatchObject({ ok: true, detail: expect.stringMatching(/\.$/) });
    const metrics = (await server.app.inject('/metrics')).body;
    for (const name of checkNames) expect(metrics).toContain(`litemaas_verify_ok{check="${name}"} 1`);
  });

  test.each(injuries)('finds $name', async ({ sql, breaks }) => {
    await injure(sql);
    expect(await failed()).toEqual(breaks);
    const metrics = (await server.app.inject('/metrics')).body;
    expect(metrics).toContain(`litemaas_verify_ok{check="${breaks[0]}"} 0`);
  });

  test('names what is wrong, and how often', async () => {
    await injure(
      `UPDATE meters SET credits_used = credits_used + 1 WHERE scope = 'account' AND period = 'total'`,
    );
    const { detail } = (await verify()).checks.find(({ ok }) => !ok) ?? { detail: '' };
    expect(detail).toContain('2 cases');
    for (const { accountId } of [user, admin]) expect(detail).toContain(accountId);
  });

  test.each([
    ['a call that cost more than it held', overdraw('amount - 5000000')],
    ['the hold of a call that is settled already', hold([{ ...heldCall, requestId: 'SETTLED' }])],
    ['the hold of a call that no meter counts', hold([{ ...heldCall, shares: [] }])],
  ])('is right about %s', async (_, sql) => {
    const { rows } = await server.db.query<{ id: string }>('SELECT min(request_id) AS id FROM usage_records');
    await injure(sql.replace('SETTLED', rows[0]?.id ?? ''));
    expect(await failed()).toEqual([]);
  });

  test('is right while calls run', async () => {
    const held = async () =>
      (await server.db.query<{ held: bigint }>('SELECT sum(credits_held)::bigint AS held FROM meters'))
        .rows[0]?.held;
    let running = true;
    let sawHolds = false;
    const calls = Promise.all(Array.from({ length: 50 }, (_, index) => call(1 + (index % 25)))).finally(
      () => (running = false),
    );
    for (let round = 0; running; round += 1) {
      sawHolds ||= (await held()) !== 0n;
      expect((await adjust(round % 2 ? '-1' : '1')).status).toBe(201);
      expect((await user.call('GET', '/api/v1/accounts/me/credits')).status).toBe(200);
      expect(await failed()).toEqual([]);
    }
    expect((await calls).map(({ status }) => status)).toEqual(Array<number>(50).fill(200));
    expect(sawHolds).toBe(true);
    expect(await failed()).toEqual([]);
    expect(await held()).toBe(0n);
  });

  test('is for admins and auditors', async () => {
    const auditor = await signUpAs('auditor', server.app, server.db);
    expect((await auditor.call('GET', '/api/v1/admin/verify')).status).toBe(200);
    expect((await user.call('GET', '/api/v1/admin/verify')).status).toBe(403);
    expect((await server.app.inject('/api/v1/admin/verify')).statusCode).toBe(401);
  });
});
