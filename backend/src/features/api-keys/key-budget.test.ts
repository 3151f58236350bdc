import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { type Person, signUp } from '../../../test/people.ts';

let server: TestApp;
let user: Person;
beforeAll(async () => {
  server = await createTestApp();
  user = await signUp(server.app);
});
afterAll(() => server.close());

const keys = '/api/v1/accounts/me/api-keys';
const budgetsOf = async (keyId: string) =>
  (await user.call('GET', `/api/v1/accounts/me/budgets?scope=key&scopeId=${keyId}`)).body.data;

test('a key with a budget has it from its first call on, until it is revoked', async () => {
  const budget = { limitCredits: '2.5', period: 'day' };
  const { status, body } = await user.call('POST', keys, { name: 'k', rpm: 5, budget });
  expect(status).toBe(201);
  const { id } = body.apiKey;
  expect(await budgetsOf(id)).toMatchObject([
    { scope: 'key', scopeId: id, unit: 'credits', limit: '2.5', period: 'day', onExceed: 'block' },
  ]);
  const { rows } = await server.db.query(
    'SELECT period, credits_limit, rpm_limit FROM meters WHERE scope_id = $1 ORDER BY period',
    [id],
  );
  expect(rows).toEqual([
    { period: 'day', credits_limit: 2_500_000n, rpm_limit: null },
    { period: 'total', credits_limit: null, rpm_limit: 5n },
  ]);
  await user.call('POST', `${keys}/${id}/revoke`);
  expect(await budgetsOf(id)).toEqual([]);
});

test('a budget over all time shares the row of the limits by the minute, and leaves it to them', async () => {
  const budget = { limitCredits: '1', period: 'total' };
  const { id } = (await user.call('POST', keys, { name: 'k', rpm: 5, budget })).body.apiKey;
  const rows = async () =>
    (await server.db.query('SELECT credits_limit, rpm_limit, is_live FROM meters WHERE scope_id = $1', [id]))
      .rows;
  expect(await rows()).toEqual([{ credits_limit: 1_000_000n, rpm_limit: 5n, is_live: true }]);
  const [{ id: budgetId }] = await budgetsOf(id);
  await user.call('DELETE', `/api/v1/accounts/me/budgets/${budgetId}`);
  expect(await rows()).toEqual([{ credits_limit: null, rpm_limit: 5n, is_live: true }]);
});

test.each([
  [{ limitCredits: '0', period: 'day' }, '/budget/limitCredits'],
  [{ limitCredits: '-1', period: 'day' }, '/budget/limitCredits'],
  [{ limitCredits: '1', period: 'year' }, '/budget/period'],
  [{ limitCredits: '1' }, '/budget/period'],
  [{ limitCredits: '1', period: 'day', unit: 'tokens' }, '/budget/unit'],
])('refuses %j, and makes no key', async (budget, path) => {
  const { status, body } = await user.call('POST', keys, { name: 'refused', budget });
  expect([status, body.errors[0].path]).toEqual([400, path]);
  expect((await server.db.query(`SELECT id FROM api_keys WHERE name = 'refused'`)).rows).toEqual([]);
});
