import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { expectVerified, grantTo, ledgerOf, letExpire, soon, spend } from '../../../test/credits.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { burnGrants } from './grant-queries.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let modelIds: string[];
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  const provider = await createProvider(admin);
  modelIds = [(await createModel(admin, provider.id)).id, (await createModel(admin, provider.id)).id];
});
afterAll(() => server.close());
// Everybody starts with 1,000 promotional credits.
beforeEach(async () => void (user = await signUp(server.app)));

const credit = 1_000_000n;
const give = (fields: object = {}) => grantTo(admin, user.accountId, fields);
const spendCredits = (credits: bigint) => spend(server.db, user.accountId, credits * credit);
const credits = async () => (await user.call('GET', '/api/v1/accounts/me/credits')).body;
type Shown = { description: string; status: string; usedCredits: string; remainingCredits: string };
/** What is left of each grant by its description, and how it stands. */
const left = async () =>
  Object.fromEntries(
    (await credits()).grants.map((grant: Shown) => [
      grant.description,
      `${grant.remainingCredits} ${grant.status}`,
    ]),
  ) as Record<string, string>;
const burn = () => burnGrants(server.app.db, user.accountId);
const rows = async (sql: string) => (await server.db.query(sql, [user.accountId])).rows;
const ledger = () => ledgerOf(user);
const post = (body: object, key: string | null = randomUUID(), accountId = user.accountId) =>
  admin.call(
    'POST',
    `/api/v1/admin/accounts/${accountId}/grants`,
    body,
    key === null ? {} : { 'idempotency-key': key },
  );
const revoke = (grantId: string, reason = 'Given by mistake', accountId = user.accountId) =>
  admin.call(
    'POST',
    `/api/v1/admin/accounts/${accountId}/grants/${grantId}/revoke`,
    { reason },
    { 'idempotency-key': randomUUID() },
  );
const gift = { amountCredits: '5', kind: 'promotional', description: 'A gift' };

describe('giving a grant', () => {
  test('shows it to the account and to admins, and books and remembers it', async () => {
    const expiresAt = soon(600_000);
    const answer = await post({ ...gift, priority: 3, expiresAt, modelIds, description: ' For Ada ' });
    expect(answer.status).toBe(201);
    const models = await rows(
      `SELECT id, display_name AS name FROM models WHERE $1 <> '' ORDER BY display_name, id`,
    );
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^grt_/) as string,
      kind: 'promotional',
      description: 'For Ada',
      status: 'active',
      priority: 3,
      expiresAt,
      modelIds,
      models,
      amountCredits: '5',
      usedCredits: '0',
      lapsedCredits: '0',
      remainingCredits: '5',
      createdAt: expect.any(String) as string,
    });
    const { body } = await admin.call('GET', `/api/v1/admin/accounts/${user.accountId}/grants`);
    expect(body.data).toEqual((await credits()).grants);
    expect(body.data[0]).toEqual(answer.body);
    expect(await ledger()).toEqual(['grant 5 For Ada', 'grant 1000 Welcome credits']);
    const audit =
      await rows(`SELECT actor_user_id, target_id, details -> 'amountCredits' AS amount FROM audit_log
      WHERE account_id = $1 AND action = 'credits.grant'`);
    expect(audit).toEqual([{ actor_user_id: admin.userId, target_id: answer.body.id, amount: '5' }]);
    await expectVerified(admin);
  });

  test('for any model adds to what is available, for some models only to the balance', async () => {
    await post(gift);
    await post({ ...gift, modelIds });
    expect(await credits()).toMatchObject({
      balanceCredits: '1010',
      heldCredits: '0',
      availableCredits: '1005',
      restrictedCredits: '5',
    });
    const { body } = await admin.call('GET', `/api/v1/admin/users?search=${user.email}`);
    expect(body.data[0].account.balanceCredits).toBe('1010');
  });

  test.each([
    [{ ...gift, amountCredits: '0' }, '/amountCredits'],
    [{ ...gift, amountCredits: '-5' }, '/amountCredits'],
    [{ ...gift, kind: 'adjustment' }, '/kind'],
    [{ ...gift, description: ' ' }, '/description'],
    [{ ...gift, priority: 1.5 }, '/priority'],
    [{ ...gift, expiresAt: '2026-01-01T00:00:00Z' }, '/expiresAt'],
    [{ ...gift, expiresAt: 'tomorrow' }, '/expiresAt'],
    [{ ...gift, modelIds: [] }, '/modelIds'],
    [{ ...gift, modelIds: ['mdl_none'] }, '/modelIds/0'],
  ])('%j: 400', async (body, path) => {
    const answer = await post(body);
    expect([answer.status, answer.body.code, answer.body.errors[0].path]).toEqual([
      400,
      'invalid_request',
      path,
    ]);
    expect((await credits()).grants).toHaveLength(1);
  });

  test('wants a key, happens once for it, and wants an account', async () => {
    const none = await post(gift, null);
    expect([none.status, none.body.code]).toEqual([400, 'idempotency_key_required']);
    const first = await post(gift, 'once');
    await server.db.query('DELETE FROM idempotency_keys');
    const again = await post(gift, 'once');
    expect([again.status, again.body]).toEqual([201, first.body]);
    expect((await credits()).balanceCredits).toBe('1005');
    expect((await post({ ...gift, amountCredits: '6' }, 'once')).status).toBe(409);
    expect((await post(gift, 'other', 'acc_none')).status).toBe(404);
  });
});

describe('grants pay', () => {
  test('by priority, soonest expiry, given before paid, oldest', async () => {
    for (const [description, fields] of Object.entries({
      'third given, old': { priority: -3, expiresAt: soon(600_000) },
      'fifth, paid': { priority: -3, expiresAt: soon(900_000), kind: 'purchase' },
      'fourth, given': { priority: -3, expiresAt: soon(900_000) },
      'sixth, no end': { priority: -3 },
      'second, plan': { priority: -4, kind: 'plan' },
      'first, given later': { priority: -4, kind: 'promotional' },
      'seventh, younger': { priority: -3 },
      'never, for one model': { priority: -9, modelIds: [modelIds[0]] },
    }))
      await give({ description, ...fields });
    // The fourth and fifth expire at almost the same moment; only the exact same one leaves it to the kind.
    await server.db.query(
      `UPDATE grants SET expires_at = (SELECT max(expires_at) FROM grants WHERE account_id = $1)
       WHERE account_id = $1 AND description LIKE 'f%th, %'`,
      [user.accountId],
    );
    const order = [];
    for (let n = 0; n < 7; n += 1) {
      const before = await left();
      await spendCredits(10n);
      const after = await left();
      order.push(Object.keys(after).filter((name) => before[name] !== after[name]));
    }
    expect(order).toEqual([
      ['first, given later'],
      ['second, plan'],
      ['third given, old'],
      ['fourth, given'],
      ['fifth, paid'],
      ['sixth, no end'],
      ['seventh, younger'],
    ]);
    await burn();
    expect(await left()).toMatchObject({
      'first, given later': '0 used',
      'seventh, younger': '0 used',
      'never, for one model': '10 active',
      'Welcome credits': '1000 active',
    });
    await expectVerified(admin);
  });

  test('each debit: which one paid what of it is written once, however often it is asked', async () => {
    const first = await spendCredits(600n);
    const second = await spendCredits(600n);
    await give({ description: 'Second', amountCredits: '500' });
    for (let n = 0; n < 3; n += 1) await burn();
    const consumptions = () =>
      rows(`SELECT c.transaction_id, g.description, c.amount_micro_credits / 1000000 AS credits FROM grant_consumptions c
        JOIN grants g ON g.id = c.grant_id WHERE c.account_id = $1 ORDER BY c.id`);
    expect(await consumptions()).toEqual([
      { transaction_id: first, description: 'Welcome credits', credits: 600n },
      { transaction_id: second, description: 'Welcome credits', credits: 400n },
      { transaction_id: second, description: 'Second', credits: 200n },
    ]);
    expect(await left()).toEqual({ 'Welcome credits': '0 used', Second: '300 active' });
    await expect(server.db.query('DELETE FROM grant_consumptions')).rejects.toMatchObject({ code: 'LM003' });
    await expectVerified(admin);
  });

  test('once when many burn and give at once', async () => {
    await Promise.all(
      Array.from({ length: 24 }, (_, n) => (n % 3 === 0 ? spendCredits(1n) : n % 3 === 1 ? burn() : give())),
    );
    await burn();
    expect((await left())['Welcome credits']).toBe('992 active');
    await expectVerified(admin);
  });
});

describe('an expired grant', () => {
  const expiresAt = soon(600_000);

  test('is taken back to what was used before, and what follows is paid by others', async () => {
    const short = await give({ amountCredits: '100', expiresAt, description: 'Short' });
    const other = await give({ amountCredits: '40', expiresAt, modelIds, description: 'Short for two' });
    await spendCredits(30n);
    expect(await left()).toMatchObject({ Short: '70 active', 'Short for two': '40 active' });
    await letExpire(server.db, short.id, other.id);
    await burn();
    await spendCredits(5n);
    expect(await left()).toEqual({
      Short: '0 expired',
      'Short for two': '0 expired',
      'Welcome credits': '995 active',
    });
    expect(await credits()).toMatchObject({
      balanceCredits: '995',
      availableCredits: '995',
      restrictedCredits: '0',
    });
    expect((await ledger()).slice(1, 3).sort()).toEqual(['expiry -40 Short for two', 'expiry -70 Short']);
    const booked =
      await rows(`SELECT f.debit, f.credit, t.linked_transaction_id = g.ledger_transaction_id AS is_linked
      FROM ledger_transactions t JOIN ledger_transfers f ON f.transaction_id = t.id
      JOIN grants g ON t.source_id = g.id || ' 0' WHERE t.account_id = $1 AND t.kind = 'expiry'`);
    const one = { debit: 'customer', credit: 'breakage', is_linked: true };
    expect(booked).toEqual([one, one]);
    await burn();
    await expectVerified(admin);
  });

  test('does not pay for an adjustment that comes later, and never takes the balance below zero', async () => {
    await spendCredits(1000n);
    const { id } = await give({ amountCredits: '20', expiresAt });
    await spendCredits(15n);
    await letExpire(server.db, id);
    const path = `/api/v1/admin/accounts/${user.accountId}/credits/adjustments`;
    const take = { amountCredits: '-1', reason: 'A test' };
    const answer = await admin.call('POST', path, take, { 'idempotency-key': randomUUID() });
    expect([answer.status, answer.body.code]).toEqual([409, 'insufficient_balance']);
    await burn();
    expect((await credits()).balanceCredits).toBe('0');
    await expectVerified(admin);
  });

  test('that was used up, or is below zero with its account, leaves nothing to take back', async () => {
    const { id } = await give({ amountCredits: '20', expiresAt });
    await spendCredits(1025n);
    await letExpire(server.db, id);
    await burn();
    expect(await credits()).toMatchObject({ balanceCredits: '-5', availableCredits: '-5' });
    expect(await left()).toMatchObject({ 'A gift': '0 expired', 'Welcome credits': '0 used' });
    expect((await ledger()).filter((entry: string) => entry.startsWith('expiry'))).toEqual([]);
  });
});

describe('revoking a grant', () => {
  test('takes back what is left, once', async () => {
    const { id } = await give({ amountCredits: '100', priority: -1 });
    await spendCredits(30n);
    const answer = await revoke(id, ' Given by mistake ');
    expect([answer.status, answer.body]).toMatchObject([
      200,
      { status: 'revoked', usedCredits: '30', lapsedCredits: '70', remainingCredits: '0' },
    ]);
    expect((await ledger())[0]).toBe('adjustment -70 Given by mistake');
    expect(
      await rows(`SELECT f.credit FROM ledger_transfers f JOIN ledger_transactions t ON t.id = f.transaction_id
      WHERE f.account_id = $1 AND t.kind = 'adjustment'`),
    ).toEqual([{ credit: 'adjustment' }]);
    expect((await credits()).balanceCredits).toBe('1000');
    const again = await revoke(id);
    expect([again.status, again.body.code]).toEqual([409, 'grant_closed']);
    const audit = await rows(
      `SELECT target_id, details FROM audit_log WHERE account_id = $1 AND action = 'credits.grant.revoke'`,
    );
    expect(audit).toEqual([{ target_id: id, details: { reason: 'Given by mistake' } }]);
    await expectVerified(admin);
  });

  test('works for those of some models, and not for what is not there', async () => {
    const { id } = await give({ modelIds });
    const stranger = await signUp(server.app);
    expect((await revoke(id, 'A reason', stranger.accountId)).status).toBe(404);
    expect((await revoke('grt_none')).status).toBe(404);
    expect((await revoke(id)).body).toMatchObject({ status: 'revoked', lapsedCredits: '10' });
    expect(await credits()).toMatchObject({ balanceCredits: '1000', restrictedCredits: '0' });
    await expectVerified(admin);
  });
});
