import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type BudgetReply, createBudget } from '../../../test/budgets.ts';
import { createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let owner: Person;
let developer: Person;
let base: string;
let budget: BudgetReply;
let url: string;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
});
afterAll(() => server.close());
beforeEach(async () => {
  [owner, developer] = [await signUp(server.app), await signUp(server.app)];
  const team = await createTeam(server.db, owner, 'owner');
  await join(team, developer, 'developer');
  base = `/api/v1/accounts/${team}`;
  budget = await createBudget(owner, { unit: 'credits', limit: '10' }, base);
  url = `${base}/budgets/${budget.id}/increase-requests`;
});

const join = (team: string, person: Person, role: string) =>
  server.db.query('INSERT INTO account_members (account_id, user_id, role) VALUES ($1, $2, $3)', [
    team,
    person.userId,
    role,
  ]);
const reason = 'The demo is on Monday';
const ask = (fields: object = {}, person = developer) =>
  person.call('POST', url, { limit: '20.5', reason, ...fields });
const decide = (id: string, verb: string, person = owner, body: object = {}) =>
  person.call('POST', `${url}/${id}/${verb}`, body);
const show = async () => (await owner.call('GET', `${base}/budgets/${budget.id}`)).body;
const enforced = async () =>
  (
    await server.db.query<{ credits_limit: bigint }>(
      'SELECT credits_limit FROM meters WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)',
      [budget.id],
    )
  ).rows[0]?.credits_limit;
const audits = async () =>
  (
    await server.db.query(
      `SELECT action, actor_user_id, details FROM audit_log WHERE target_id = $1 AND action LIKE '%increase%' ORDER BY id`,
      [budget.id],
    )
  ).rows;

describe('asking', () => {
  test('a member who may not change the budget asks; who may sees it', async () => {
    const { status, body } = await ask();
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^inc_/) as string,
      budgetId: budget.id,
      accountId: expect.any(String) as string,
      requestedBy: developer.userId,
      requestedByName: 'Test Person',
      limit: '20.5',
      periods: null,
      reason,
      status: 'pending',
      comment: null,
      decidedBy: null,
      decidedAt: null,
      createdAt: expect.any(String) as string,
    });
    expect((await owner.call('GET', url)).body.data).toEqual([body]);
    expect(await show()).toMatchObject({ limit: '10', pendingIncreaseRequests: 1 });
    expect(await audits()).toMatchObject([
      {
        action: 'budget.request_increase',
        actor_user_id: developer.userId,
        details: { limit: '20.5', reason },
      },
    ]);
  });

  test('once at a time', async () => {
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('increase_requested');
    const made = answers.find(({ status }) => status === 201)?.body.id as string;
    await decide(made, 'deny');
    expect((await ask()).status).toBe(201);
  });

  test('sees the requests of its own only', async () => {
    const other = await signUp(server.app);
    await join(base.split('/').at(-1) as string, other, 'developer');
    const { body } = await ask();
    await ask({}, other);
    expect((await developer.call('GET', url)).body.data).toEqual([body]);
    expect((await owner.call('GET', url)).body.data).toHaveLength(2);
  });

  test.each([
    ['no more than there is', { limit: '10' }, '/limit'],
    ['nothing', { limit: '0' }, '/limit'],
    ['without a reason', { reason: ' ' }, '/reason'],
    ['for no time', { periods: 0 }, '/periods'],
    ['for ever and a day', { periods: 25 }, '/periods'],
    ['a typo', { period: 1 }, '/period'],
  ])('refuses %s', async (_what, fields, path) => {
    const { status, body } = await ask(fields);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  });

  test('for some periods only of a budget that has periods', async () => {
    const total = await createBudget(owner, { period: 'total' }, base);
    const body = { limit: '20', reason, periods: 1 };
    const answer = await developer.call('POST', `${base}/budgets/${total.id}/increase-requests`, body);
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, '/periods']);
  });

  test.each([
    ['viewer', 403],
    ['billing', 403],
    ['owner', 201],
  ])('as %s: %i', async (role, status) => {
    const person = await signUp(server.app);
    await join(base.split('/').at(-1) as string, person, role);
    expect((await ask({}, person)).status).toBe(status);
  });

  test('not for a budget that one does not see', async () => {
    const others = await createBudget(owner, { scope: 'member', scopeId: owner.userId }, base);
    const answer = await developer.call('POST', `${base}/budgets/${others.id}/increase-requests`, {
      limit: '20',
      reason,
    });
    expect(answer.status).toBe(404);
  });
});

describe('deciding', () => {
  test('approved for good, the new limit holds at once', async () => {
    const { id } = (await ask()).body;
    const { status, body } = await decide(id, 'approve', owner, { comment: 'Go on' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id, status: 'approved', comment: 'Go on', decidedBy: owner.userId });
    expect(await show()).toMatchObject({
      limit: '20.5',
      temporaryIncrease: null,
      pendingIncreaseRequests: 0,
    });
    expect(await enforced()).toBe(20_500_000n);
    expect((await audits()).at(-1)).toMatchObject({
      action: 'budget.approve_increase',
      actor_user_id: owner.userId,
      details: { requestId: id, limit: '20.5', periods: null, comment: 'Go on' },
    });
  });

  test('denied, nothing changes', async () => {
    const { id } = (await ask()).body;
    expect((await decide(id, 'deny', owner, { comment: 'No' })).body).toMatchObject({
      status: 'denied',
      comment: 'No',
    });
    expect(await show()).toMatchObject({ limit: '10', pendingIncreaseRequests: 0 });
    expect(await enforced()).toBe(10_000_000n);
  });

  test('once', async () => {
    const { id } = (await ask()).body;
    const answers = await Promise.all(['approve', 'deny', 'approve'].map((verb) => decide(id, verb)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('increase_decided');
  });

  test('approves no limit below the one that holds by now', async () => {
    const { id } = (await ask()).body;
    await owner.call('PATCH', `${base}/budgets/${budget.id}`, { limit: '30' });
    const { status, body } = await decide(id, 'approve');
    expect([status, body.code]).toEqual([409, 'increase_not_needed']);
    expect(await enforced()).toBe(30_000_000n);
    expect((await decide(id, 'deny')).status).toBe(200);
  });

  test('is for who may change the budget', async () => {
    const { id } = (await ask()).body;
    expect((await decide(id, 'approve', developer)).status).toBe(403);
    expect((await decide(id, 'approve', await signUp(server.app))).status).toBe(404);
    expect((await decide('inc_none', 'approve')).status).toBe(404);
  });
});

describe('an increase for some periods', () => {
  test('ends with the last of them, by itself', async () => {
    const { id } = (await ask({ periods: 2 })).body;
    await decide(id, 'approve');
    const shown = await show();
    const preview = await owner.call('GET', `${base}/budgets/preview?period=month`);
    expect(shown).toMatchObject({
      limit: '10',
      temporaryIncrease: { limit: '20.5', until: preview.body.resets[1] },
      remaining: '20.5',
    });
    expect(await enforced()).toBe(20_500_000n);
    await server.app.tendBudgets();
    expect(await enforced()).toBe(20_500_000n);

    await server.db.query('UPDATE budgets SET raised_until = now() WHERE id = $1', [budget.id]);
    expect(await show()).toMatchObject({ limit: '10', temporaryIncrease: null, remaining: '10' });
    await expect
      .poll(async () => {
        await server.app.tendBudgets();
        return enforced();
      })
      .toBe(10_000_000n);
    expect((await audits()).at(-1)).toEqual({
      action: 'budget.end_increase',
      actor_user_id: null,
      details: { limit: '20.5' },
    });
  });

  test('ends when the limit is set', async () => {
    await decide((await ask({ periods: 1 })).body.id, 'approve');
    await owner.call('PATCH', `${base}/budgets/${budget.id}`, { name: 'Still raised' });
    expect(await enforced()).toBe(20_500_000n);
    await owner.call('PATCH', `${base}/budgets/${budget.id}`, { limit: '12' });
    expect(await show()).toMatchObject({ limit: '12', temporaryIncrease: null });
    expect(await enforced()).toBe(12_000_000n);
  });

  test('is above the increase before', async () => {
    await decide((await ask({ periods: 1 })).body.id, 'approve');
    expect((await ask({ limit: '20' })).status).toBe(400);
    const { id } = (await ask({ limit: '21' })).body;
    await decide(id, 'approve');
    expect(await show()).toMatchObject({ limit: '21', temporaryIncrease: null });
  });
});

describe('a budget of the platform', () => {
  const platform = '/api/v1/admin';

  test('is asked for by members of any account, and answered by admins', async () => {
    const shared = await createBudget(admin, { scope: 'platform', period: 'week' }, platform);
    const requests = `/budgets/${shared.id}/increase-requests`;
    const asked = await developer.call('POST', `/api/v1/accounts/me${requests}`, { limit: '50', reason });
    expect(asked.status).toBe(201);
    expect((await developer.call('GET', `/api/v1/accounts/me${requests}`)).body.data).toEqual([asked.body]);
    expect((await owner.call('GET', `/api/v1/accounts/me${requests}`)).body.data).toEqual([]);
    expect((await developer.call('GET', `/api/v1/accounts/me/budgets/${shared.id}`)).status).toBe(404);
    const approve = `${requests}/${asked.body.id}/approve`;
    expect((await developer.call('POST', `/api/v1/accounts/me${approve}`, {})).status).toBe(404);
    expect((await admin.call('GET', platform + requests)).body.data).toEqual([asked.body]);
    expect((await admin.call('POST', platform + approve, {})).body).toMatchObject({ status: 'approved' });
    expect((await admin.call('GET', `${platform}/budgets/${shared.id}`)).body.limit).toBe('50');
  });
});
