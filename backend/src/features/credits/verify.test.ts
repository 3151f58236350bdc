import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { grantTo } from '../../../test/credits.ts';
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

const ofUser = `WHERE scope_id = ACCOUNT AND period = 'total'`;
const aUsage = `(SELECT min(id) FROM ledger_transactions WHERE kind = 'usage')`;
const hold = (calls: object[], instance = 'min(id)') =>
  `INSERT INTO holds (id, instance_id, calls)
   SELECT 'hld_x', ${instance}, replace('${JSON.stringify(calls)}', '"METER"',
     (SELECT '"' || id || '"' FROM meters ${ofUser}))::json FROM instances`;
const heldCall = { requestId: 'req_x', shares: [['METER', '7', '3', 'account', null]] };
/** Books a call that leaves 5 credits too little, having held `held` micro-credits. */
const overdraw = (held: string) =>
  `WITH spent AS (UPDATE meters SET credits_used = credits_limit + 5000000 ${ofUser}
     RETURNING credits_used - (SELECT before.credits_used FROM meters before WHERE before.id = meters.id) AS amount),
   t AS (INSERT INTO ledger_transactions (id, kind, account_id, description, call_count)
     VALUES ('ltx_x', 'usage', ACCOUNT, 'Calls', 1)),
   f AS (INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
     SELECT 'ltx_x', ACCOUNT, 'customer', 'revenue', amount FROM spent)
   INSERT INTO usage_records (request_id, created_at, account_id, project_id, model_id, model_name, surface, stream,
     status, outcome, input_tokens, cached_input_tokens, output_tokens, estimated, cost_micro_credits,
     hold_micro_credits, price_id, latency_ms, ledger_transaction_id, charged, settled_ms)
   SELECT 'req_x', now(), ACCOUNT, 'prj', 'mdl', 'model', 'chat', false, 200, 'success', 0, 0, 0, false, amount,
     ${held}, 0, 1, 'ltx_x', false, 0 FROM spent`;

const injuries: { name: string; sql: string; breaks: string[] }[] = [
  {
    // What the tables hold always sums to zero, so it is the reading of them that is broken here.
    name: 'half of the entries are gone',
    sql: `CREATE OR REPLACE VIEW ledger_entries AS SELECT id AS transfer_id, transaction_id, account_id,
      credit AS ledger_account, amount_micro_credits FROM ledger_transfers`,
    breaks: ['transactions_balance', 'balances_match_ledger'],
  },
  {
    name: 'a transfer without its transaction',
    sql: `INSERT INTO ledger_transfers (transaction_id, account_id, debit, credit, amount_micro_credits)
      VALUES ('ltx_none', ACCOUNT, 'revenue', 'adjustment', 1)`,
    breaks: ['transfers_belong'],
  },
  {
    name: 'a transaction without transfers',
    sql: `INSERT INTO ledger_transactions (id, kind, account_id, description) VALUES ('ltx_x', 'grant', ACCOUNT, '')`,
    breaks: ['transfers_belong'],
  },
  {
    name: 'a transfer of another account than its transaction',
    sql: `UPDATE ledger_transactions SET account_id = 'acc_x' WHERE kind = 'grant' AND account_id = ACCOUNT`,
    breaks: ['transfers_belong'],
  },
  {
    name: 'a balance with more used than the ledger says',
    sql: `UPDATE meters SET credits_used = credits_used + 1 ${ofUser}`,
    breaks: ['balances_match_ledger', 'consumptions_match_ledger'],
  },
  {
    name: 'a balance that was granted more than the ledger says',
    sql: `UPDATE meters SET credits_limit = credits_limit + 1 ${ofUser}`,
    breaks: ['balances_match_ledger', 'grants_match_balances'],
  },
  {
    name: 'a balance that is gone',
    sql: `DELETE FROM meters ${ofUser}`,
    breaks: ['balances_match_ledger', 'grants_match_balances'],
  },
  {
    name: 'an amount in the ledger',
    sql: `UPDATE ledger_transfers SET amount_micro_credits = amount_micro_credits + 1
      WHERE account_id = ACCOUNT AND debit = 'promotional_expense'`,
    breaks: ['balances_match_ledger', 'grants_match_ledger'],
  },
  {
    name: 'a grant burned more than was used',
    sql: `UPDATE grants SET consumed_micro_credits = consumed_micro_credits + 1
      WHERE account_id = ACCOUNT AND model_ids IS NULL AND kind = 'promotional'`,
    breaks: ['grants_match_consumptions', 'consumptions_match_ledger'],
  },
  {
    name: 'a debit that was paid for twice',
    sql: `INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
      SELECT account_id, transaction_id, grant_id, amount_micro_credits FROM grant_consumptions
      WHERE account_id = ACCOUNT AND transaction_id = ${aUsage}`,
    breaks: ['grants_match_consumptions', 'consumptions_match_ledger'],
  },
  {
    name: 'a payment for nothing',
    sql: `INSERT INTO grant_consumptions (account_id, transaction_id, grant_id, amount_micro_credits)
      SELECT account_id, 'ltx_none', id, 1 FROM grants WHERE account_id = ACCOUNT LIMIT 1`,
    breaks: ['grants_match_consumptions', 'consumptions_match_ledger'],
  },
  {
    name: 'the meter of a grant that allows more than was granted',
    sql: `UPDATE meters SET credits_limit = credits_limit + 1 WHERE scope = 'grant'`,
    breaks: ['grants_match_meters'],
  },
  {
    name: 'the meter of a grant that used more than the grant paid',
    sql: `UPDATE meters SET credits_used = credits_used + 1 WHERE scope = 'grant'`,
    breaks: ['grants_match_meters'],
  },
  {
    name: 'a grant that was closed and kept what was left',
    sql: `UPDATE grants SET closed_at = now(), closing = 'expired' WHERE model_ids IS NOT NULL;
      UPDATE meters SET credits_limit = 0 WHERE scope = 'grant'`,
    breaks: ['closed_grants_are_empty'],
  },
  {
    name: 'something that a call holds on a closed grant, when there is no call',
    sql: `INSERT INTO grant_holds SELECT id, 'req_x', account_id, 0, 1 FROM grants WHERE account_id = ACCOUNT LIMIT 1`,
    breaks: ['closed_grants_are_empty'],
  },
  {
    name: 'a grant that grew',
    sql: `UPDATE grants SET amount_micro_credits = amount_micro_credits + 1
      WHERE account_id = ACCOUNT AND kind = 'promotional' AND model_ids IS NULL`,
    breaks: ['grants_match_balances', 'grants_match_ledger'],
  },
  {
    name: 'a grant that nothing was posted for',
    sql: `UPDATE grants SET ledger_transaction_id = 'ltx_none' WHERE account_id = ACCOUNT AND kind = 'promotional'`,
    breaks: ['grants_match_ledger'],
  },
  {
    name: 'a meter that holds for no call',
    sql: `UPDATE meters SET credits_held = 1 ${ofUser}`,
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a call whose hold is in no meter',
    sql: hold([heldCall]),
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a call that holds on a meter that is not there',
    sql: hold([{ ...heldCall, shares: [['987654321', '7', '3', null, null]] }]),
    breaks: ['holds_match_meters'],
  },
  ...['credits', 'tokens', 'requests'].map((unit) => ({
    name: `a quota that counted more ${unit} than there were`,
    sql: `UPDATE meters SET ${unit}_used = ${unit}_used + 1 WHERE scope = 'subscription' AND account_id = ACCOUNT`,
    breaks: ['meters_match_usage'],
  })),
  {
    name: 'a meter that holds tokens for no call',
    sql: `UPDATE meters SET tokens_held = 1 ${ofUser}`,
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a meter that counts a call as running that is not',
    sql: `UPDATE meters SET requests_held = 1 ${ofUser}`,
    breaks: ['holds_match_meters'],
  },
  {
    name: 'a hold of an instance that was swept',
    sql: `UPDATE instances SET dead_at = now(), swept_at = now(); ${hold([])}`,
    breaks: ['holds_belong_to_the_living'],
  },
  {
    name: 'a call that is not posted',
    sql: `INSERT INTO usage_records SELECT 'req_x', now(), account_id, project_id, key_id, user_id, model_id,
        model_name, provider_id, provider_name, surface, stream, status, outcome, error_code, input_tokens,
        cached_input_tokens, output_tokens, estimated, cost_micro_credits, hold_micro_credits, price_id, latency_ms,
        first_token_ms, NULL, token_details, charged, settled_ms FROM usage_records LIMIT 1`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a call that cost another amount than was posted',
    sql: `UPDATE usage_records SET cost_micro_credits = cost_micro_credits - 1 WHERE ledger_transaction_id = ${aUsage}`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a call that was lost',
    sql: `DELETE FROM usage_records WHERE ledger_transaction_id = ${aUsage}`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a posting that counts other calls',
    sql: `UPDATE ledger_transactions SET call_count = call_count + 1 WHERE id = ${aUsage}`,
    breaks: ['usage_is_posted'],
  },
  {
    name: 'a call posted to another account',
    sql: `UPDATE usage_records SET account_id = 'acc_x' WHERE ledger_transaction_id = ${aUsage}`,
    breaks: ['meters_match_usage', 'usage_is_posted'],
  },
  {
    name: 'a correction that is not posted',
    sql: `INSERT INTO usage_corrections (request_id, account_id, reason, old_cost_micro_credits, new_cost_micro_credits)
      SELECT request_id, account_id, '', cost_micro_credits, cost_micro_credits + 1 FROM usage_records LIMIT 1`,
    breaks: ['meters_match_usage', 'corrections_are_posted'],
  },
  {
    name: 'a reversal of nothing',
    sql: `SELECT post_transfer('reversal', NULL, ACCOUNT, '', NULL, 'revenue', 'adjustment', 1)`,
    breaks: ['corrections_are_posted'],
  },
  {
    name: 'a balance below zero though its calls held what they cost',
    sql: overdraw('amount'),
    breaks: ['overdrafts_are_explained'],
  },
];

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
