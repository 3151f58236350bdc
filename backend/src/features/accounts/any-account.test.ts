import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let auditor: Person;
let user: Person;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  auditor = await signUpAs('auditor', server.app, server.db);
  user = await signUp(server.app);
});
afterAll(() => server.close());

test.each([
  'credits',
  'credits/ledger',
  'usage',
  'usage/summary?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z',
  'api-keys',
  'budgets',
])('admins and auditors see the %s of an account as its members do', async (path) => {
  await user.call('POST', '/api/v1/accounts/me/api-keys', { name: path });
  const budget = { scope: 'account', unit: 'requests', limit: '9', period: 'day' };
  await user.call('POST', '/api/v1/accounts/me/budgets', budget);
  const own = await user.call('GET', `/api/v1/accounts/me/${path}`);
  expect(own.status).toBe(200);
  for (const reader of [admin, auditor]) {
    const seen = await reader.call('GET', `/api/v1/admin/accounts/${user.accountId}/${path}`);
    expect([seen.status, seen.body]).toEqual([200, own.body]);
  }
  expect((await admin.call('GET', `/api/v1/admin/accounts/acc_none/${path}`)).status).toBe(404);
});

test('and its subscriptions, apart from those of others', async () => {
  const { id: providerId } = await createProvider(admin);
  const { id: modelId } = await createModel(admin, providerId);
  for (const person of [user, auditor])
    await person.call('POST', '/api/v1/accounts/me/subscriptions', { modelId });
  const { body } = await auditor.call('GET', `/api/v1/admin/subscriptions?accountId=${user.accountId}`);
  expect(body.data).toMatchObject([{ accountId: user.accountId, modelId }]);
});
