import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { adjustCredits } from './adjust.ts';

let server: TestApp;
let admin: Person;
let user: Person;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
});
afterAll(() => server.close());
// Everybody starts with 1,000 promotional credits.
beforeEach(async () => void (user = await signUp(server.app)));

const path = (accountId = user.accountId) => `/api/v1/admin/accounts/${accountId}/credits/adjustments`;
const adjust = (amountCredits: unknown, key: string = randomUUID(), reason: unknown = 'A good reason') =>
  admin.call('POST', path(), { amountCredits, reason }, { 'idempotency-key': key });
const rows = async (sql: string) => (await server.db.query(sql, [user.accountId])).rows;
const postings = () =>
  rows(
    `SELECT t.id, t.kind, t.source_id, t.description, f.debit, f.credit, f.amount_micro_credits AS amount
     FROM ledger_transactions t JOIN ledger_transfers f ON f.transaction_id = t.id
     WHERE t.account_id = $1 AND t.kind = 'adjustment' ORDER BY f.id`,
  );
const meter = async () =>
  (
    await rows(
      `SELECT credits_limit, credits_used, credits_held FROM meters WHERE scope_id = $1 AND period = 'total'`,
    )
  )[0];
const audits = () =>
  rows(`SELECT actor_user_id, target_id, request_id, details FROM audit_log
    WHERE account_id = $1 AND action = 'credits.adjust' ORDER BY id`);
const credits = 1_000_000n;

describe('an adjustment', () => {
  test('above zero is a grant: ledger, grant, balance and audit entry', async () => {
    const answer = await adjust('250.5', 'key-up', '  For the trouble ');
    expect(answer.status).toBe(201);
    const { ledgerTransactionId } = answer.body;
    expect(answer.body).toEqual({
      ledgerTransactionId: expect.stringMatching(/^ltx_/) as string,
      balanceCredits: '1250.5',
    });
    expect(await postings()).toEqual([
      {
        id: ledgerTransactionId,
        kind: 'adjustment',
        source_id: `${user.accountId} key-up`,
        description: 'For the trouble',
        debit: 'adjustment',
        credit: 'customer',
        amount: 250_500_000n,
      },
    ]);
    const grants = await rows(
      `SELECT kind, amount_micro_credits AS amount, consumed_micro_credits AS consumed, description,
         ledger_transaction_id FROM grants WHERE account_id = $1 AND kind = 'adjustment'`,
    );
    expect(grants).toEqual([
      {
        kind: 'adjustment',
        amount: 250_500_000n,
        consumed: 0n,
        description: 'For the trouble',
        ledger_transaction_id: ledgerTransactionId,
      },
    ]);
    expect(await meter()).toEqual({ credits_limit: 1250_500_000n, credits_used: 0n, credits_held: 0n });
    expect(await audits()).toEqual([
      {
        actor_user_id: admin.userId,
        target_id: user.accountId,
        request_id: answer.headers['x-request-id'],
        details: { amountCredits: '250.5', reason: 'For the trouble', ledgerTransactionId },
      },
    ]);
  });

  test('below zero takes from the balance, and the grants pay it', async () => {
    const answer = await adjust('-0.000001');
    expect([answer.status, answer.body.balanceCredits]).toEqual([201, '999.999999']);
    expect(await postings()).toMatchObject([{ debit: 'customer', credit: 'adjustment', amount: 1n }]);
    expect(await meter()).toMatchObject({ credits_limit: 1000n * credits, credits_used: 1n });
    const { body } = await user.call('GET', '/api/v1/accounts/me/credits');
    expect(body.grants).toMatchObject([{ amountCredits: '1000', remainingCredits: '999.999999' }]);
    expect(await audits()).toHaveLength(1);
  });

  test('takes all that is available and not a bit more; what calls hold stays', async () => {
    await server.db.query(`UPDATE meters SET credits_held = $2 WHERE scope_id = $1 AND period = 'total'`, [
      user.accountId,
      (100n * credits).toString(),
    ]);
    const tooMuch = await adjust('-900.000001');
    expect([tooMuch.status, tooMuch.body.code]).toEqual([409, 'insufficient_balance']);
    expect([await postings(), await audits()]).toEqual([[], []]);
    const all = await adjust('-900');
    expect([all.status, all.body.balanceCredits]).toEqual([201, '100']);
    expect((await adjust('-0.000001')).status).toBe(409);
    expect(await meter()).toMatchObject({ credits_used: 900n * credits });
  });

  test('racing ones never take the balance below zero', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => adjust('-100')));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(201), ...Array<number>(10).fill(409)]);
    expect(await meter()).toMatchObject({ credits_limit: 1000n * credits, credits_used: 1000n * credits });
    expect([(await postings()).length, (await audits()).length]).toEqual([10, 10]);
  });

  test('has a largest sum', async () => {
    expect((await adjust('999999998999.999999')).status).toBe(201);
    const { status, body } = await adjust('0.1');
    expect([status, body.code]).toEqual([409, 'conflict']);
    expect(await postings()).toHaveLength(1);
  });
});

describe('bad input', () => {
  test.each([
    ['0', 'A good reason'],
    ['-0.000', 'A good reason'],
    ['1.1234567', 'A good reason'],
    ['1e3', 'A good reason'],
    ['+5', 'A good reason'],
    ['', 'A good reason'],
    ['1234567890123', 'A good reason'],
    [5, 'A good reason'],
    [undefined, 'A good reason'],
    ['5', 'No'],
    ['5', '  a  '],
    ['5', 'x'.repeat(501)],
    ['5', null],
  ])('amount %j, reason %j: 400', async (amountCredits, reason) => {
    const { status, body } = await adjust(amountCredits, randomUUID(), reason);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors[0].path).toBe(reason === 'A good reason' ? '/amountCredits' : '/reason');
    expect(await postings()).toEqual([]);
  });

  test('an unknown field: 400', async () => {
    const body = { amountCredits: '5', reason: 'A good reason', amount: 5 };
    expect((await admin.call('POST', path(), body, { 'idempotency-key': 'k' })).status).toBe(400);
  });

  const noKeys: Record<string, string>[] = [{}, { 'idempotency-key': '' }];
  test.each(noKeys)('headers %j: 400 idempotency_key_required', async (headers) => {
    const body = { amountCredits: '5', reason: 'A good reason' };
    const answer = await admin.call('POST', path(), body, headers);
    expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_key_required']);
    expect(await postings()).toEqual([]);
  });

  test.each(['acc_none', 'me'])('account %s: 404', async (accountId) => {
    for (const amountCredits of ['5', '-5']) {
      const body = { amountCredits, reason: 'A good reason' };
      const answer = await admin.call('POST', path(accountId), body, { 'idempotency-key': randomUUID() });
      expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    }
  });

  test('only admins', async () => {
    const auditor = await signUpAs('auditor', server.app, server.db);
    const body = { amountCredits: '5', reason: 'A good reason' };
    for (const person of [user, auditor]) {
      expect((await person.call('POST', path(), body, { 'idempotency-key': 'k' })).status).toBe(403);
    }
    expect(await postings()).toEqual([]);
  });
});

describe('the same Idempotency-Key', () => {
  test('again: the same answer, booked once', async () => {
    const first = await adjust('5', 'again');
    const second = await adjust('5', 'again');
    expect([second.status, second.body]).toEqual([201, first.body]);
    expect(second.headers['idempotent-replayed']).toBe('true');
    expect([(await postings()).length, (await audits()).length]).toEqual([1, 1]);
  });

  test.each(['5', '-5'])('in parallel with %s: booked once', async (amount) => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => adjust(amount, `parallel ${amount}`)));
    const done = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    expect(done.length).toBeGreaterThan(0);
    expect(new Set(done.map(({ body }) => body.ledgerTransactionId)).size).toBe(1);
    for (const { status, body } of refused)
      expect([status, body.code]).toEqual([409, 'idempotency_in_progress']);
    expect(await postings()).toHaveLength(1);
  });

  test('with another body: 409', async () => {
    await adjust('5', 'other');
    const { status, body } = await adjust('6', 'other');
    expect([status, body.code]).toEqual([409, 'idempotency_key_reused']);
    expect(await postings()).toHaveLength(1);
  });

  test.each(['5', '-5'])('after its row was lost, with %s: the ledger still knows', async (amount) => {
    const first = await adjust(amount, 'lost');
    await server.db.query('DELETE FROM idempotency_keys');
    expect((await adjust(amount, 'lost')).body).toEqual(first.body);
    await server.db.query('DELETE FROM idempotency_keys');
    for (const [other, reason] of [
      ['7', 'A good reason'],
      ['-7', 'A good reason'],
      [amount, 'Another reason'],
    ]) {
      const { status, body } = await adjust(other, 'lost', reason);
      expect([status, body.code]).toEqual([409, 'idempotency_key_reused']);
      await server.db.query('DELETE FROM idempotency_keys');
    }
    expect([(await postings()).length, (await audits()).length]).toEqual([1, 1]);
  });

  test.each(['5', '-5'])(
    'many at once that the API let through, with %s: booked once',
    async (amountCredits) => {
      const act = { actorUserId: admin.userId, requestId: 'req_test' };
      const body = { amountCredits, reason: 'A good reason' };
      const done = await Promise.all(
        Array.from({ length: 8 }, () => adjustCredits(server.app.db, user.accountId, body, 'raw', act)),
      );
      expect(new Set(done.map(({ ledgerTransactionId }) => ledgerTransactionId)).size).toBe(1);
      expect([(await postings()).length, (await audits()).length]).toEqual([1, 1]);
    },
  );

  test('for another account: its own adjustment', async () => {
    await adjust('5', 'shared');
    user = await signUp(server.app);
    const colleague = await signUpAs('admin', server.app, server.db);
    const body = { amountCredits: '5', reason: 'A good reason' };
    const answer = await colleague.call('POST', path(), body, { 'idempotency-key': 'shared' });
    expect([answer.status, answer.body.balanceCredits]).toEqual([201, '1005']);
  });
});
