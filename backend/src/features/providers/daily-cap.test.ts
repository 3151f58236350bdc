import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createProvider } from '../../../test/catalogue.ts';
import { type Person, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
});
afterAll(() => server.close());

const url = '/api/v1/admin/providers';
const cloud = { kind: 'openai', baseUrl: 'https://api.example.com', class: 'cloud' };
const budgetsOf = async (providerId: string) =>
  (await admin.call('GET', `/api/v1/admin/budgets?scope=provider&scopeId=${providerId}`)).body.data;
const capOf = async (providerId: string) =>
  (await admin.call('GET', `${url}/${providerId}`)).body.dailyRequestCap;
const setCap = (providerId: string, dailyRequestCap: number | null) =>
  admin.call('PATCH', `${url}/${providerId}`, { dailyRequestCap });

test('500 calls a day for a cloud provider that says nothing, none for a local one', async () => {
  const { id } = await createProvider(admin, cloud);
  expect((await admin.call('GET', `${url}/${id}`)).body).toMatchObject({
    dailyRequestCap: 500,
    dailyRequestsUsed: 0,
  });
  expect(await budgetsOf(id)).toMatchObject([
    {
      scope: 'provider',
      unit: 'requests',
      limit: '500',
      period: 'day',
      timeZone: 'UTC',
      thresholds: [80, 100],
    },
  ]);
  expect(await capOf((await createProvider(admin)).id)).toBeNull();
});

test('as many as it is made with, or none', async () => {
  expect(await capOf((await createProvider(admin, { ...cloud, dailyRequestCap: 7 })).id)).toBe(7);
  expect(await capOf((await createProvider(admin, { dailyRequestCap: 8 })).id)).toBe(8);
  expect(await capOf((await createProvider(admin, { ...cloud, dailyRequestCap: null })).id)).toBeNull();
});

test('is changed, taken away and given again; other changes leave it', async () => {
  const { id } = await createProvider(admin, cloud);
  expect((await setCap(id, 20)).body.dailyRequestCap).toBe(20);
  expect((await admin.call('PATCH', `${url}/${id}`, { enabled: false })).body.dailyRequestCap).toBe(20);
  const { rows } = await server.db.query(`SELECT requests_limit, is_live FROM meters WHERE scope_id = $1`, [
    id,
  ]);
  expect(rows).toEqual([{ requests_limit: 20n, is_live: true }]);
  expect((await setCap(id, null)).body).toMatchObject({ dailyRequestCap: null, dailyRequestsUsed: null });
  expect(await budgetsOf(id)).toEqual([]);
  expect((await setCap(id, null)).body.dailyRequestCap).toBeNull();
  expect((await setCap(id, 5)).body.dailyRequestCap).toBe(5);
});

test('is the budget that admins see', async () => {
  const { id } = await createProvider(admin, cloud);
  const [budget] = await budgetsOf(id);
  await admin.call('PATCH', `/api/v1/admin/budgets/${budget.id}`, { limit: '33' });
  expect(await capOf(id)).toBe(33);
  await admin.call('DELETE', `/api/v1/admin/budgets/${budget.id}`);
  expect(await capOf(id)).toBeNull();
});

test('goes with the provider', async () => {
  const { id } = await createProvider(admin, cloud);
  expect((await admin.call('DELETE', `${url}/${id}`)).status).toBe(204);
  expect(await budgetsOf(id)).toEqual([]);
  const { rows } = await server.db.query('SELECT is_live FROM meters WHERE scope_id = $1', [id]);
  expect(rows).toEqual([{ is_live: false }]);
});

test.each([0, -1, 1.5, '5'])('refuses %j', async (dailyRequestCap) => {
  const { status, body } = await admin.call('POST', url, { ...cloud, name: 'x', dailyRequestCap });
  expect([status, body.errors[0].path]).toEqual([400, '/dailyRequestCap']);
});
