import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { shownPrices } from '../../../test/prices.ts';

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
const priceRows = async (id: string) =>
  (
    await server.db.query(
      `SELECT free, per_request_micro_credits AS request, input_per_million_micro_credits AS input,
         cached_input_per_million_micro_credits AS cached, output_per_million_micro_credits AS output, created_by
       FROM model_prices WHERE model_id = $1 ORDER BY id`,
      [id],
    )
  ).rows;
const audits = async (id: string) =>
  (await server.db.query('SELECT action, details FROM audit_log WHERE target_id = $1 ORDER BY id', [id]))
    .rows;

describe('create', () => {
  test('everything given', async () => {
    const { status, body } = await admin.call('POST', url, {
      name: 'acme/full:1b',
      displayName: 'Full',
      description: 'A model',
      class: 'small',
      visibility: 'restricted',
      autoApprove: true,
      contextLength: 8192,
      maxOutputTokens: 1024,
      capabilities: ['chat', 'tools', 'chat'],
      prices: {
        perRequestCredits: '0.5',
        inputPerMillionCredits: '1000',
        cachedInputPerMillionCredits: '100.000001',
        outputPerMillionCredits: '2000',
      },
      routes: [
        { providerId: cloud.id, upstreamModel: 'b', order: 1 },
        { providerId: local.id, upstreamModel: 'a', weight: 3 },
      ],
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^mdl_/) as string,
      name: 'acme/full:1b',
      displayName: 'Full',
      description: 'A model',
      class: 'small',
      providerClass: 'local',
      providerNames: ['Local', 'Cloud'],
      capabilities: ['chat', 'tools'],
      contextLength: 8192,
      maxOutputTokens: 1024,
      visibility: 'restricted',
      prices: shownPrices({
        perRequestCredits: '0.5',
        inputPerMillionCredits: '1000',
        cachedInputPerMillionCredits: '100.000001',
        outputPerMillionCredits: '2000',
      }),
      autoApprove: true,
      enabled: true,
      missingPrices: [],
      routes: [
        { ...route(local, 'a'), order: 0, weight: 3 },
        { ...route(cloud, 'b'), order: 1, weight: 1 },
      ],
      createdAt: expect.any(String) as string,
      updatedAt: expect.any(String) as string,
    });
    expect(await priceRows(body.id)).toEqual([
      {
        free: false,
        request: 500_000n,
        input: 1_000_000_000n,
        cached: 100_000_001n,
        output: 2_000_000_000n,
        created_by: admin.userId,
      },
    ]);
    expect((await audits(body.id)).map(({ action }) => action)).toEqual(['model.create']);
    expect((await admin.call('GET', `${url}/acme%2Ffull:1b`)).body.id).toBe(body.id);
  });

  test('what is not said is null, and no price is not free', async () => {
    const routes = [{ providerId: cloud.id, upstreamModel: 'x' }];
    const { body } = await admin.call('POST', url, { name: 'bare', prices: {}, routes });
    expect(body).toMatchObject({
      displayName: 'bare',
      description: null,
      class: null,
      providerClass: 'cloud',
      capabilities: [],
      contextLength: null,
      maxOutputTokens: null,
      visibility: 'listed',
      prices: null,
      autoApprove: false,
      enabled: true,
    });
    expect(await priceRows(body.id)).toEqual([]);
  });

  test('free is free, and says so', async () => {
    const { id } = await createModel(admin, local.id, { prices: { free: true } });
    const { body } = await admin.call('GET', `${url}/${id}`);
    expect(body.prices).toEqual(shownPrices({ free: true }));
  });

  test.each<[object, string[]]>([
    [{ prices: {} }, ['inputPerMillionCredits', 'outputPerMillionCredits']],
    [{ prices: { inputPerMillionCredits: '1' } }, ['outputPerMillionCredits']],
    [{ prices: { inputPerMillionCredits: '1' }, capabilities: ['embeddings'] }, []],
    [{ prices: { inputPerMillionCredits: '1', outputPerMillionCredits: '0' } }, []],
    [{ prices: { perRequestCredits: '0' } }, []],
    [{ prices: { free: true } }, []],
  ])('%j lacks the prices %j', async (fields, missingPrices) => {
    const { id } = await createModel(admin, local.id, fields);
    expect((await admin.call('GET', `${url}/${id}`)).body).toMatchObject({ missingPrices });
  });
  test('a name is used once', async () => {
    const { name } = await createModel(admin, local.id);
    const routes = [{ providerId: local.id, upstreamModel: 'x' }];
    const { status, body } = await admin.call('POST', url, { name, routes });
    expect([status, body.code]).toEqual([409, 'name_taken']);
  });

  test.each<[string, object, string]>([
    ['no routes', { routes: [] }, '/routes'],
    ['routes missing', { routes: undefined }, '/routes'],
    [
      'an unknown provider',
      { routes: [{ providerId: 'prv_none', upstreamModel: 'x' }] },
      '/routes/0/providerId',
    ],
    ['free with a price', { prices: { free: true, perRequestCredits: '1' } }, '/prices/free'],
    ['a negative price', { prices: { perRequestCredits: '-1' } }, '/prices/perRequestCredits'],
    ['a price as a number', { prices: { perRequestCredits: 1 } }, '/prices/perRequestCredits'],
    ['a price too fine', { prices: { perRequestCredits: '0.0000001' } }, '/prices/perRequestCredits'],
    ['a mistyped price', { prices: { inputPerMilionCredits: '1' } }, '/prices/inputPerMilionCredits'],
    ['a name like an id', { name: 'mdl_1' }, '/name'],
    ['a name with a space', { name: 'a b' }, '/name'],
    ['no tokens at all', { contextLength: 0 }, '/contextLength'],
    ['an unknown class', { class: 'huge' }, '/class'],
    ['an unknown field', { autoaprove: true }, '/autoaprove'],
  ])('%s is refused', async (_case, fields, path) => {
    const routes = [{ providerId: local.id, upstreamModel: 'x' }];
    const { status, body } = await admin.call('POST', url, { name: 'refused', routes, ...fields });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await admin.call('GET', `${url}/refused`)).status).toBe(404);
  });

  test('the same route twice is refused', async () => {
    const twice = { providerId: local.id, upstreamModel: 'x' };
    const { status, body } = await admin.call('POST', url, { name: 'refused', routes: [twice, twice] });
    expect([status, body.errors[0].path]).toEqual([400, '/routes/1']);
  });
});

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
    expect((await audits(id)).at(-1)).toMatchObject({
      action: 'model.update',
      details: { contextLength: 20 },
    });
  });

  test('a price is a new row only when it differs', async () => {
    const { id } = await createModel(admin, local.id, { prices: { inputPerMillionCredits: '5' } });
    const set = (prices: object) => admin.call('PATCH', `${url}/${id}`, { prices });
    await set({ inputPerMillionCredits: '5.0' });
    await admin.call('PATCH', `${url}/${id}`, { displayName: 'Same price' });
    expect(await priceRows(id)).toHaveLength(1);
    await set({ inputPerMillionCredits: '6', outputPerMillionCredits: '0' });
    await set({});
    await set({});
    const { body } = await set({ free: true });
    expect(body.prices.free).toBe(true);
    expect((await priceRows(id)).map(({ free, input, output }) => [free, input, output])).toEqual([
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
    expect(body.routes).toEqual([{ ...route(cloud, 'a'), order: 0, weight: 1 }]);
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
    expect((await audits(id)).at(-1)).toMatchObject({
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
    expect(await priceRows(id)).toEqual([]);
    expect((await audits(id)).at(-1)).toMatchObject({ action: 'model.delete' });
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

function route(provider: { id: string; name: string }, upstreamModel: string) {
  return {
    id: expect.stringMatching(/^rte_/) as string,
    providerId: provider.id,
    providerName: provider.name,
    upstreamModel,
  };
}
