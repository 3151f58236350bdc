import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { auditsOf } from '../../../test/audit.ts';
import { createBudget, meterOf } from '../../../test/budgets.ts';
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
    expect(await meterOf(server.db, body.id)).toMatchObject({
      scope: 'account_budget',
      is_live: true,
      credits_limit: 12_500_000n,
      requests_limit: null,
    });
    expect(await auditsOf(server.db, body.id)).toMatchObject([
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
      expect(await meterOf(server.db, budget.id)).toMatchObject({
        scope: meterScope,
        account_id: person.accountId,
      });
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
      expect(await meterOf(server.db, budget.id)).toMatchObject({ scope, account_id: null });
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
