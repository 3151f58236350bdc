import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTeam } from '../../../test/catalogue.ts';
import { signUp, signUpAs } from '../../../test/people.ts';

let test: TestApp;
beforeAll(async () => {
  test = await createTestApp();
});
afterAll(() => test.close());

it('lists the accounts of the caller, the personal one first', async () => {
  const person = await signUp(test.app);
  const team = await createTeam(test.db, person, 'viewer');
  await createTeam(test.db, await signUp(test.app), 'owner');
  const { status, body } = await person.call('GET', '/api/v1/accounts');
  expect(status).toBe(200);
  expect(body.data).toEqual([
    {
      id: person.accountId,
      kind: 'personal',
      name: person.email,
      role: 'owner',
      planId: null,
      createdAt: expect.any(String),
    },
    { id: team, kind: 'team', name: 'Team', role: 'viewer', planId: null, createdAt: expect.any(String) },
  ]);
  expect((await person.call('GET', '/api/v1/accounts/me')).body).toEqual(body.data[0]);
  expect((await person.call('GET', `/api/v1/accounts/${team}`)).body).toEqual(body.data[1]);
});

describe('the plan of an account', () => {
  const limitsOf = async (accountId: string) =>
    (
      await test.db.query(
        `SELECT rpm_limit, tpm_limit, concurrency_limit FROM meters WHERE scope_id = $1 AND period = 'total'`,
        [accountId],
      )
    ).rows;

  it('is set with its limits by the minute and at once, changed, and taken away', async () => {
    const admin = await signUpAs('admin', test.app, test.db);
    const person = await signUp(test.app);
    const url = `/api/v1/admin/accounts/${person.accountId}/plan`;
    await test.db.query(`UPDATE plans SET tpm = 5000 WHERE id = 'pln_pro'`);

    const basic = await admin.call('PUT', url, { planId: 'pln_basic' });
    expect(basic.status).toBe(200);
    expect(basic.body).toEqual({
      id: person.accountId,
      kind: 'personal',
      name: person.email,
      planId: 'pln_basic',
      createdAt: expect.any(String),
    });
    expect(await limitsOf(person.accountId)).toEqual([
      { rpm_limit: 10n, tpm_limit: null, concurrency_limit: 10n },
    ]);

    await admin.call('PUT', url, { planId: 'pln_pro' });
    expect(await limitsOf(person.accountId)).toEqual([
      { rpm_limit: 30n, tpm_limit: 5000n, concurrency_limit: 30n },
    ]);
    expect((await person.call('GET', '/api/v1/accounts/me')).body.planId).toBe('pln_pro');

    expect((await admin.call('PUT', url, { planId: null })).body.planId).toBeNull();
    expect(await limitsOf(person.accountId)).toEqual([
      { rpm_limit: null, tpm_limit: null, concurrency_limit: null },
    ]);

    const { rows } = await test.db.query(
      `SELECT actor_user_id, details FROM audit_log WHERE action = 'account.plan' AND account_id = $1 ORDER BY id`,
      [person.accountId],
    );
    expect(rows).toEqual([
      { actor_user_id: admin.userId, details: { from: null, to: 'pln_basic' } },
      { actor_user_id: admin.userId, details: { from: 'pln_basic', to: 'pln_pro' } },
      { actor_user_id: admin.userId, details: { from: 'pln_pro', to: null } },
    ]);
  });

  it('keeps what the meter has counted when it is changed in parallel', async () => {
    const admin = await signUpAs('admin', test.app, test.db);
    const person = await signUp(test.app);
    const url = `/api/v1/admin/accounts/${person.accountId}/plan`;
    await admin.call('PUT', url, { planId: 'pln_basic' });
    await test.db.query(`UPDATE meters SET minute_requests_used = 7 WHERE scope_id = $1`, [person.accountId]);
    const plans = ['pln_basic', 'pln_pro', 'pln_enterprise', null];
    const replies = await Promise.all(plans.map((planId) => admin.call('PUT', url, { planId })));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    const { rows } = await test.db.query(
      `SELECT a.plan_id, p.rpm::bigint AS rpm, m.rpm_limit, m.minute_requests_used
       FROM accounts a LEFT JOIN plans p ON p.id = a.plan_id JOIN meters m ON m.scope_id = a.id AND m.period = 'total'
       WHERE a.id = $1`,
      [person.accountId],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0].rpm_limit).toBe(rows[0].rpm);
    expect(rows[0].minute_requests_used).toBe(7n);
  });

  it('refuses plans and accounts that do not exist, and writes nothing', async () => {
    const admin = await signUpAs('admin', test.app, test.db);
    const person = await signUp(test.app);
    const url = `/api/v1/admin/accounts/${person.accountId}/plan`;
    const unknown = await admin.call('PUT', url, { planId: 'pln_none' });
    expect(unknown.status).toBe(400);
    expect(unknown.body.errors).toEqual([{ path: '/planId', message: 'is not a plan' }]);
    expect((await admin.call('PUT', url, {})).status).toBe(400);
    expect(await limitsOf(person.accountId)).toEqual([
      { rpm_limit: null, tpm_limit: null, concurrency_limit: null },
    ]);
    const nobody = await admin.call('PUT', '/api/v1/admin/accounts/acc_none/plan', { planId: null });
    expect(nobody.status).toBe(404);
    expect(await limitsOf('acc_none')).toEqual([]);
  });
});
