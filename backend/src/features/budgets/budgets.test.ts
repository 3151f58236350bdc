import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createBudget } from '../../../test/budgets.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let provider: { id: string; name: string };
let model: { id: string; name: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  provider = await createProvider(admin);
  model = await createModel(admin, provider.id, { autoApprove: true, displayName: 'The model' });
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/budgets';
const platform = '/api/v1/admin';
const valid = { scope: 'account', unit: 'requests', limit: '10', period: 'month' };
const meterOf = async (budgetId: string) =>
  (
    await server.db.query(`SELECT m.* FROM meters m JOIN budgets b ON b.meter_id = m.id WHERE b.id = $1`, [
      budgetId,
    ])
  ).rows[0];
const auditsOf = async (budgetId: string) =>
  (
    await server.db.query(
      `SELECT action, actor_user_id, account_id, details FROM audit_log WHERE target_type = 'budget' AND target_id = $1 ORDER BY id`,
      [budgetId],
    )
  ).rows;

describe('create', () => {
  test('with as little as possible: month and zone of the owner, the usual thresholds, calls are blocked', async () => {
    const person = await signUp(server.app);
    await person.call('PATCH', '/api/v1/me', { timeZone: 'Asia/Kuwait' });
    const { status, body } = await person.call('POST', mine, {
      scope: 'account',
      unit: 'credits',
      limit: '12.5',
      period: 'month',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^bud_/) as string,
      scope: 'account',
      scopeId: person.accountId,
      scopeName: person.email,
      name: null,
      unit: 'credits',
      limit: '12.5',
      temporaryIncrease: null,
      period: 'month',
      timeZone: 'Asia/Kuwait',
      weekStartsOn: null,
      anchorDay: 1,
      thresholds: [50, 80, 100],
      onExceed: 'block',
      fallbackModelId: null,
      used: '0',
      held: '0',
      remaining: '12.5',
      percentage: 0,
      status: 'ok',
      windowStart: expect.stringMatching(/T21:00:00.000Z$/) as string,
      windowEnd: expect.stringMatching(/T21:00:00.000Z$/) as string,
      resetAt: null,
      pendingIncreaseRequests: 0,
      createdBy: person.userId,
      createdAt: expect.any(String) as string,
      updatedAt: expect.any(String) as string,
    });
    expect(await meterOf(body.id)).toMatchObject({
      scope: 'account_budget',
      is_live: true,
      credits_limit: 12_500_000n,
      requests_limit: null,
    });
    expect(await auditsOf(body.id)).toMatchObject([
      { action: 'budget.create', actor_user_id: person.userId, account_id: person.accountId },
    ]);
    expect((await person.call('GET', `${mine}/${body.id}`)).body).toEqual(body);
  });

  test('for each scope of the account, by its id', async () => {
    const person = await signUp(server.app);
    const subscription = await person.call('POST', '/api/v1/accounts/me/subscriptions', {
      modelId: model.id,
    });
    const key = await person.call('POST', '/api/v1/accounts/me/api-keys', { name: 'The key' });
    const project = (await person.call('GET', '/api/v1/accounts/me/projects')).body.data[0];
    const owners = [
      ['member', person.userId, 'Test Person', 'member'],
      ['project', project.id, 'Default', 'project'],
      ['subscription', subscription.body.id, 'The model', 'subscription_budget'],
      ['key', key.body.apiKey.id, 'The key', 'key'],
      ['model', model.name, 'The model', 'account_model'],
    ] as const;
    for (const [scope, scopeId, scopeName, meterScope] of owners) {
      const budget = await createBudget(person, { scope, scopeId, period: 'total' });
      expect(budget).toMatchObject({ scope, scopeName, windowStart: null, windowEnd: null, timeZone: 'UTC' });
      expect(budget.scopeId).toBe(scope === 'model' ? model.id : scopeId);
      expect(await meterOf(budget.id)).toMatchObject({ scope: meterScope, account_id: person.accountId });
    }
  });

  test('for each scope of the platform, by admins', async () => {
    for (const [scope, scopeId, scopeName] of [
      ['platform', undefined, null],
      ['provider', provider.id, provider.name],
      ['model', model.id, 'The model'],
    ]) {
      const budget = await createBudget(admin, { scope, ...(scopeId && { scopeId }) }, platform);
      expect(budget).toMatchObject({ scope, scopeId: scopeId ?? 'platform', scopeName, timeZone: 'UTC' });
      expect(await meterOf(budget.id)).toMatchObject({ scope, account_id: null });
      expect((await admin.call('GET', `${platform}/budgets/${budget.id}`)).body).toEqual(budget);
      // It is nobody's account's.
      expect((await admin.call('GET', `${mine}/${budget.id}`)).status).toBe(404);
    }
  });

  test('with all that can be said', async () => {
    const person = await signUp(server.app);
    const budget = await createBudget(person, {
      unit: 'tokens',
      period: 'week',
      weekStartsOn: 7,
      timeZone: 'America/New_York',
      thresholds: [90, 10],
      onExceed: 'fallback',
      fallbackModelId: model.name,
      name: ' Mine ',
    });
    expect(budget).toMatchObject({
      unit: 'tokens',
      weekStartsOn: 7,
      anchorDay: null,
      timeZone: 'America/New_York',
      thresholds: [10, 90],
      onExceed: 'fallback',
      fallbackModelId: model.id,
      name: 'Mine',
    });
  });

  test.each([
    ['a limit of nothing', { limit: '0' }, '/limit'],
    ['half a request', { limit: '1.5' }, '/limit'],
    ['a zone that is none', { timeZone: 'Mars/Olympus' }, '/timeZone'],
    ['an offset as zone', { timeZone: '+03:00' }, '/timeZone'],
    ['a day of the week for months', { weekStartsOn: 1 }, '/weekStartsOn'],
    ['a day of the month for days', { period: 'day', anchorDay: 1 }, '/anchorDay'],
    ['somebody else’s account', { scopeId: 'acc_x' }, '/scopeId'],
    ['a scope without its id', { scope: 'key' }, '/scopeId'],
    ['a project that is none', { scope: 'project', scopeId: 'prj_x' }, '/scopeId'],
    ['a fallback without a model', { onExceed: 'fallback' }, '/fallbackModelId'],
    ['a fallback to nowhere', { onExceed: 'fallback', fallbackModelId: 'none' }, '/fallbackModelId'],
    ['a model without a fallback', { fallbackModelId: 'none' }, '/fallbackModelId'],
    ['a scope of the platform', { scope: 'provider' }, '/scope'],
    ['a typo', { limt: '10' }, '/limt'],
    ['a threshold of nothing', { thresholds: [0] }, '/thresholds/0'],
    ['a threshold twice', { thresholds: [50, 50] }, '/thresholds'],
    ['a negative limit', { limit: '-1' }, '/limit'],
    ['the 32nd of the month', { anchorDay: 32 }, '/anchorDay'],
  ])('refuses %s', async (_what, fields, path) => {
    const { status, body } = await user.call('POST', mine, { ...valid, ...fields });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors.map((fault: { path: string }) => fault.path)).toContain(path);
  });

  test('refuses a fallback to the model itself', async () => {
    const fields = { scope: 'model', scopeId: model.id, onExceed: 'fallback', fallbackModelId: model.name };
    const { status, body } = await user.call('POST', mine, { ...valid, ...fields });
    expect(status).toBe(400);
    expect(body.errors).toEqual([
      { path: '/fallbackModelId', message: 'is the model that the budget is for' },
    ]);
  });

  test('once for each owner, unit and window; at once as well', async () => {
    const person = await signUp(server.app);
    const answers = await Promise.all(Array.from({ length: 5 }, () => person.call('POST', mine, valid)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('budget_exists');
    const others = [{ unit: 'tokens' }, { period: 'day' }, { timeZone: 'Asia/Kuwait' }, { anchorDay: 15 }];
    for (const fields of others) await createBudget(person, fields);
    const made = answers.find(({ status }) => status === 201)?.body.id as string;
    expect((await person.call('DELETE', `${mine}/${made}`)).status).toBe(204);
    await createBudget(person);
  });

  test('leaves the balance and the quota alone', async () => {
    const person = await signUp(server.app);
    const { body } = await person.call('POST', '/api/v1/accounts/me/subscriptions', { modelId: model.id });
    const before = await person.call('GET', '/api/v1/accounts/me/credits');
    await createBudget(person, { unit: 'credits', limit: '0.000001', period: 'total' });
    await createBudget(person, { scope: 'subscription', scopeId: body.id, limit: '1', timeZone: 'UTC' });
    expect((await person.call('GET', '/api/v1/accounts/me/credits')).body).toEqual(before.body);
    const quota = (await person.call('GET', '/api/v1/accounts/me/subscriptions')).body.data[0].quota;
    expect(quota).toMatchObject({ requestsPerMonth: 10_000, tokensPerMonth: 1_000_000 });
    expect((await admin.call('GET', `${platform}/verify`)).body.ok).toBe(true);
  });
});

describe('read', () => {
  test('a page at a time, the newest first, by scope', async () => {
    const person = await signUp(server.app);
    const made = [];
    for (const period of ['day', 'week', 'month']) made.unshift(await createBudget(person, { period }));
    const own = await createBudget(person, { scope: 'member', scopeId: person.userId });
    const first = (await person.call('GET', `${mine}?limit=2`)).body;
    expect(first.data).toEqual([own, made[0]]);
    const rest = (await person.call('GET', `${mine}?limit=2&cursor=${first.nextCursor}`)).body;
    expect(rest).toEqual({ data: [made[1], made[2]], nextCursor: null });
    expect((await person.call('GET', `${mine}?scope=member&scopeId=${person.userId}`)).body.data).toEqual([
      own,
    ]);
    expect((await person.call('GET', `${mine}?scope=nobody`)).status).toBe(400);
    expect((await person.call('GET', `${mine}?cursor=nonsense`)).status).toBe(400);
  });

  test('shows what is used, in the window that holds now', async () => {
    const person = await signUp(server.app);
    const { id } = await createBudget(person, { unit: 'credits', limit: '10', period: 'day' });
    const show = async () => (await person.call('GET', `${mine}/${id}`)).body;
    const use = (used: string, held: string) =>
      server.db.query(
        `UPDATE meters SET credits_used = $2, credits_held = $3 WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
        [id, used, held],
      );
    await use('4999999', '1000000');
    expect(await show()).toMatchObject({
      used: '4.999999',
      held: '1',
      remaining: '4.000001',
      percentage: 49,
      status: 'ok',
    });
    await use('5000000', '9000000');
    expect(await show()).toMatchObject({ remaining: '0', percentage: 50, status: 'warning' });
    await use('10000001', '0');
    expect(await show()).toMatchObject({ remaining: '0', percentage: 100, status: 'exceeded' });
    await server.db.query(
      `UPDATE meters SET window_start_ms = window_start_ms - 86400000, window_end_ms = window_start_ms
       WHERE id = (SELECT meter_id FROM budgets WHERE id = $1)`,
      [id],
    );
    const before = await meterOf(id);
    expect(await show()).toMatchObject({ used: '0', remaining: '10', percentage: 0, status: 'ok' });
    expect(Date.parse((await show()).windowEnd)).toBeGreaterThan(Date.now());
    expect(await meterOf(id)).toEqual(before);
  });
});

describe('change', () => {
  test('what is sent, at once; the rest stays', async () => {
    const budget = await createBudget(await signUpOnce(), { limit: '10', thresholds: [10] });
    const url = `${mine}/${budget.id}`;
    const change = { limit: '20', name: 'More', thresholds: [70, 60], onExceed: 'alert' };
    const { status, body } = await changer.call('PATCH', url, change);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...budget,
      ...change,
      thresholds: [60, 70],
      remaining: '20',
      updatedAt: expect.any(String) as string,
    });
    expect(await meterOf(budget.id)).toMatchObject({ requests_limit: null, is_live: true });
    expect((await changer.call('PATCH', url, { onExceed: 'block', name: null })).body).toMatchObject({
      name: null,
      limit: '20',
    });
    expect(await meterOf(budget.id)).toMatchObject({ requests_limit: 20n });
    expect((await auditsOf(budget.id)).slice(1)).toMatchObject([
      { action: 'budget.update', details: { ...change, limitBefore: '10' } },
      { action: 'budget.update', details: { onExceed: 'block', name: null, limitBefore: '20' } },
    ]);
  });

  test('refuses what does not fit, and changes nothing', async () => {
    const budget = await createBudget(await signUpOnce());
    const url = `${mine}/${budget.id}`;
    for (const [change, path] of [
      [{ limit: '0' }, '/limit'],
      [{ limit: '1.5' }, '/limit'],
      [{ onExceed: 'fallback' }, '/fallbackModelId'],
      [{ fallbackModelId: model.id }, '/fallbackModelId'],
      [{ period: 'day' }, '/period'],
      [{ unit: 'tokens' }, '/unit'],
    ] as const) {
      const { status, body } = await changer.call('PATCH', url, change);
      expect([status, body.errors[0].path]).toEqual([400, path]);
    }
    expect((await changer.call('GET', url)).body).toEqual(budget);
    expect((await changer.call('PATCH', `${mine}/bud_none`, {})).status).toBe(404);
  });

  test('a fallback comes and goes with its model', async () => {
    const budget = await createBudget(await signUpOnce());
    const url = `${mine}/${budget.id}`;
    const fallback = { onExceed: 'fallback', fallbackModelId: model.name };
    expect((await changer.call('PATCH', url, fallback)).body).toMatchObject({ fallbackModelId: model.id });
    expect((await changer.call('PATCH', url, { limit: '11' })).body).toMatchObject({
      fallbackModelId: model.id,
    });
    expect((await changer.call('PATCH', url, { onExceed: 'block' })).body).toMatchObject({
      onExceed: 'block',
      fallbackModelId: null,
    });
  });

  test('ends by deletion: the limit is gone, the meter rests when it was the last one', async () => {
    const person = await signUpOnce();
    const [requests, tokens] = [await createBudget(person), await createBudget(person, { unit: 'tokens' })];
    expect((await person.call('DELETE', `${mine}/${requests.id}`)).status).toBe(204);
    expect(await meterOf(requests.id)).toMatchObject({
      requests_limit: null,
      tokens_limit: 10n,
      is_live: true,
    });
    expect((await person.call('DELETE', `${mine}/${tokens.id}`)).status).toBe(204);
    expect(await meterOf(tokens.id)).toMatchObject({ tokens_limit: null, is_live: false });
    for (const method of ['GET', 'PATCH', 'DELETE'] as const)
      expect(
        (await person.call(method, `${mine}/${tokens.id}`, method === 'PATCH' ? {} : undefined)).status,
      ).toBe(404);
    expect((await auditsOf(tokens.id)).map(({ action }) => action)).toEqual([
      'budget.create',
      'budget.delete',
    ]);
  });

  let changer: Person;
  const signUpOnce = async () => (changer = await signUp(server.app));
});
