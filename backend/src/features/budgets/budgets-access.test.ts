import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createBudget } from '../../../test/budgets.ts';
import { createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
});
afterAll(() => server.close());

const platform = '/api/v1/admin';
const valid = { scope: 'account', unit: 'requests', limit: '10', period: 'month' };

const roles = ['owner', 'admin', 'billing', 'developer', 'viewer'] as const;

test.each(roles)('%s: see and change', async (role) => {
  const owner = await signUp(server.app);
  const person = await signUp(server.app);
  const team = await createTeam(server.db, owner, 'owner');
  await server.db.query('INSERT INTO account_members (account_id, user_id, role) VALUES ($1, $2, $3)', [
    team,
    person.userId,
    role,
  ]);
  const base = `/api/v1/accounts/${team}`;
  const key = async (of: Person) =>
    (await of.call('POST', `${base}/api-keys`, { name: 'k' })).body.apiKey?.id;
  const common = await createBudget(owner, {}, base);
  const theirs = await createBudget(owner, { scope: 'member', scopeId: person.userId }, base);
  const others = [
    await createBudget(owner, { scope: 'member', scopeId: owner.userId }, base),
    await createBudget(owner, { scope: 'key', scopeId: await key(owner) }, base),
  ];
  const ownKey = await key(person);
  const ofKey = ownKey ? [await createBudget(owner, { scope: 'key', scopeId: ownKey }, base)] : [];
  const seesAll = role !== 'developer' && role !== 'viewer';
  const seen = (await person.call('GET', `${base}/budgets`)).body.data.map(({ id }: { id: string }) => id);
  expect(seen.sort()).toEqual(
    [common, theirs, ...ofKey, ...(seesAll ? others : [])].map(({ id }) => id).sort(),
  );
  expect((await person.call('GET', `${base}/budgets/${others[0]?.id}`)).status).toBe(seesAll ? 200 : 404);

  const mayChange = role === 'owner' || role === 'admin';
  const url = `${base}/budgets/${common.id}`;
  const expected = mayChange ? [201, 200, 200, 204] : [403, 403, 403, 403];
  const answers = [
    await person.call('POST', `${base}/budgets`, { ...valid, period: 'day' }),
    await person.call('PATCH', url, { limit: '11' }),
    await person.call('POST', `${url}/reset`),
    await person.call('DELETE', url),
  ];
  expect(answers.map(({ status }) => status)).toEqual(expected);
});

test('the platform’s are for admins; auditors look', async () => {
  const auditor = await signUpAs('auditor', server.app, server.db);
  const { id } = await createBudget(admin, { scope: 'platform', unit: 'tokens' }, platform);
  const url = `${platform}/budgets/${id}`;
  expect((await auditor.call('GET', url)).status).toBe(200);
  expect((await auditor.call('PATCH', url, {})).status).toBe(403);
  expect((await (await signUp(server.app)).call('GET', url)).status).toBe(403);
  expect((await admin.call('PATCH', url, { limit: '7' })).body.limit).toBe('7');
  expect((await admin.call('DELETE', url)).status).toBe(204);
  const wrong = await admin.call('POST', `${platform}/budgets`, {
    ...valid,
    scope: 'member',
    scopeId: 'usr_x',
  });
  expect(wrong.body.errors[0].path).toBe('/scope');
});
