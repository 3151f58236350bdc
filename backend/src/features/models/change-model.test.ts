import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { auditsOf } from '../../../test/audit.ts';
import { createModel, createProvider, priceRowsOf, routeTo } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let auditor: Person;
let user: Person;
let local: { id: string; name: string };
let cloud: { id: string; name: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  auditor = await signUpAs('auditor', server.app, server.db);
  user = await signUp(server.app);
  local = await createProvider(admin, { name: 'Local' });
  cloud = await createProvider(admin, { name: 'Cloud', class: 'cloud' });
});
afterAll(() => server.close());

const url = '/api/v1/admin/models';

describe('change', () => {
  test('only what is sent; null clears', async () => {
    const { id, name } = await createModel(admin, local.id, {
      class: 'small',
      description: 'Old',
      contextLength: 10,
    });
    const { status, body } = await admin.call('PATCH', `${url}/${id}`, {
      description: null,
      contextLength: 20,
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name,
      class: 'small',
      description: null,
      contextLength: 20,
      subscriptionsSentBack: 0,
    });
    expect(body.routes).toHaveLength(1);
    expect((await auditsOf(server.db, id)).at(-1)).toMatchObject({
      action: 'model.update',
      details: { contextLength: 20 },
    });
  });

  test('the model to fall back to: another one that there is', async () => {
    const { id } = await createModel(admin, local.id);
    const { id: other } = await createModel(admin, local.id, { fallbackModelId: id });
    const set = (fallbackModelId: string | null) => admin.call('PATCH', `${url}/${id}`, { fallbackModelId });
    expect(await set(other)).toMatchObject({ status: 200, body: { fallbackModelId: other } });
    for (const [wrong, message] of [
      [id, 'must be another model'],
      ['mdl_none', 'is not a model'],
    ] as const)
      expect(await set(wrong)).toMatchObject({
        status: 400,
        body: { code: 'invalid_request', errors: [{ path: '/fallbackModelId', message }] },
      });
    expect((await admin.call('PATCH', `${url}/${id}`, { displayName: 'Kept' })).body).toMatchObject({
      fallbackModelId: other,
    });
    expect((await admin.call('DELETE', `${url}/${other}`)).status).toBe(204);
    expect((await admin.call('GET', `${url}/${id}`)).body).toMatchObject({ fallbackModelId: null });
    expect(await set(null)).toMatchObject({ status: 200, body: { fallbackModelId: null } });
  });

  test('a price is a new row only when it differs', async () => {
    const { id } = await createModel(admin, local.id, { prices: { inputPerMillionCredits: '5' } });
    const set = (prices: object) => admin.call('PATCH', `${url}/${id}`, { prices });
    await set({ inputPerMillionCredits: '5.0' });
    await admin.call('PATCH', `${url}/${id}`, { displayName: 'Same price' });
    expect(await priceRowsOf(server.db, id)).toHaveLength(1);
    await set({ inputPerMillionCredits: '6', outputPerMillionCredits: '0' });
    await set({});
    await set({});
    const { body } = await set({ free: true });
    expect(body.prices.free).toBe(true);
    expect(
      (await priceRowsOf(server.db, id)).map(({ free, input, output }) => [free, input, output]),
    ).toEqual([
      [false, 5_000_000n, null],
      [false, 6_000_000n, 0n],
      [false, null, null],
      [true, null, null],
    ]);
  });

  test('routes are replaced as a whole, or not at all', async () => {
    const { id } = await createModel(admin, local.id);
    const wrong = await admin.call('PATCH', `${url}/${id}`, {
      routes: [
        { providerId: cloud.id, upstreamModel: 'a' },
        { providerId: 'prv_none', upstreamModel: 'b' },
      ],
    });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([400, '/routes/1/providerId']);
    expect((await admin.call('GET', `${url}/${id}`)).body.providerClass).toBe('local');
    const { body } = await admin.call('PATCH', `${url}/${id}`, {
      routes: [{ providerId: cloud.id, upstreamModel: 'a' }],
    });
    expect(body.providerClass).toBe('cloud');
    expect(body.routes).toEqual([{ ...routeTo(cloud, 'a'), order: 0, weight: 1 }]);
  });

  test('to a name in use', async () => {
    const [one, two] = [await createModel(admin, local.id), await createModel(admin, local.id)];
    const { status, body } = await admin.call('PATCH', `${url}/${one.id}`, { name: two.name });
    expect([status, body.code]).toEqual([409, 'name_taken']);
  });

  test('becoming restricted sends active subscriptions back, once, and says so', async () => {
    const { id } = await createModel(admin, local.id, { autoApprove: true });
    await user.call('POST', '/api/v1/accounts/me/subscriptions', { modelId: id });
    const accounts = `/api/v1/admin/accounts/${auditor.accountId}/subscriptions`;
    await admin.call('POST', accounts, { modelId: id });
    const first = await admin.call('PATCH', `${url}/${id}`, { visibility: 'restricted' });
    expect(first.body.subscriptionsSentBack).toBe(2);
    const { body } = await user.call('GET', '/api/v1/accounts/me/subscriptions');
    const mine = body.data.find((subscription: { modelId: string }) => subscription.modelId === id);
    expect(mine).toMatchObject({
      status: 'pending',
      reason: 'The model became restricted: an admin has to approve again.',
    });
    expect((await auditsOf(server.db, id)).at(-1)).toMatchObject({
      action: 'model.update',
      details: { visibility: 'restricted', subscriptionsSentBack: 2 },
    });
    await admin.call('POST', `/api/v1/admin/subscriptions/${mine.id}/approve`);
    const again = await admin.call('PATCH', `${url}/${id}`, { visibility: 'restricted' });
    expect(again.body.subscriptionsSentBack).toBe(0);
  });
});

describe('delete', () => {
  test('a model nobody used is gone with its prices and routes', async () => {
    const { id } = await createModel(admin, local.id, { prices: { free: true } });
    expect((await admin.call('DELETE', `${url}/${id}`)).status).toBe(204);
    expect((await admin.call('GET', `${url}/${id}`)).status).toBe(404);
    expect(await priceRowsOf(server.db, id)).toEqual([]);
    expect((await auditsOf(server.db, id)).at(-1)).toMatchObject({ action: 'model.delete' });
  });

  test('a model with a subscription, even a cancelled one, stays', async () => {
    const { id } = await createModel(admin, local.id);
    const { body } = await user.call('POST', '/api/v1/accounts/me/subscriptions', { modelId: id });
    await user.call('POST', `/api/v1/accounts/me/subscriptions/${body.id}/cancel`);
    const answer = await admin.call('DELETE', `${url}/${id}`);
    expect([answer.status, answer.body.code]).toEqual([409, 'model_in_use']);
    expect((await admin.call('PATCH', `${url}/${id}`, { enabled: false })).body.enabled).toBe(false);
  });

  test('a model with usage stays', async () => {
    const { id } = await createModel(admin, local.id);
    await server.db.query(
      `INSERT INTO usage_records (request_id, created_at, account_id, project_id, model_id, model_name, surface,
         stream, status, outcome, input_tokens, cached_input_tokens, output_tokens, estimated, cost_micro_credits,
         hold_micro_credits, price_id, latency_ms, charged, settled_ms)
       VALUES ('req_1', now(), 'acc_1', 'prj_1', $1, 'm', 'chat', false, 200, 'success', 1, 0, 1, false, 0, 0, 1, 1, true, 0)`,
      [id],
    );
    expect((await admin.call('DELETE', `${url}/${id}`)).body.code).toBe('model_in_use');
  });
});

describe('access', () => {
  test.each([
    ['GET', ''],
    ['POST', ''],
    ['GET', '/:id'],
    ['PATCH', '/:id'],
    ['DELETE', '/:id'],
  ] as const)('%s %s is for admins; auditors read', async (method, path) => {
    const { id } = await createModel(admin, local.id);
    const target = url + path.replace(':id', id);
    const body = method === 'PATCH' ? { enabled: false } : undefined;
    expect((await user.call(method, target, body)).status).toBe(403);
    expect((await auditor.call(method, target, body)).status).toBe(method === 'GET' ? 200 : 403);
    expect((await server.app.inject({ method, url: target })).statusCode).toBe(401);
    if (path) expect((await admin.call(method, `${url}/mdl_none`, body)).status).toBe(404);
    expect((await admin.call('GET', `${url}/${id}`)).body.enabled).toBe(true);
  });
});
