import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let other: Person;
let keyId: string;
let projectId: string;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  other = await signUp(server.app);
  ({ keyId, projectId } = await thingsOf(user));
});
afterAll(() => server.close());
beforeEach(() => server.db.query('DELETE FROM kill_switches'));

async function thingsOf(person: Person) {
  const key = await person.call('POST', '/api/v1/accounts/me/api-keys', { name: 'Laptop' });
  const projects = await person.call('GET', '/api/v1/accounts/me/projects');
  return { keyId: key.body.apiKey.id as string, projectId: projects.body.data[0].id as string };
}
const path = (account = 'me') => `/api/v1/accounts/${account}/kill-switches`;
const reason = 'The key leaked';
const stop = (body: object, who = user, account = 'me') =>
  who.call('POST', path(account), { reason, ...body });
const lift = (id: string, who = user, account = 'me') => who.call('DELETE', `${path(account)}/${id}`);
const list = async (who = user, query = '') => (await who.call('GET', path() + query)).body;
const stopAsAdmin = async (scope: string, scopeId?: string) =>
  (await admin.call('POST', '/api/v1/admin/kill-switches', { scope, scopeId, reason })).body.id as string;
const audits = async (id: string) =>
  (
    await server.db.query(
      'SELECT actor_user_id, action, account_id, details FROM audit_log WHERE target_id = $1 ORDER BY id',
      [id],
    )
  ).rows;

test.each(['key', 'project', 'account'])('a member stops a %s of theirs and lifts it', async (scope) => {
  const scopeId = { key: keyId, project: projectId, account: user.accountId }[scope];
  const thrown = await stop({ scope, scopeId });
  const id = thrown.body.id as string;
  expect([thrown.status, thrown.body]).toEqual([
    201,
    {
      id: expect.stringMatching(/^kil_/) as string,
      scope,
      scopeId,
      scopeName: { key: 'Laptop', project: 'Default', account: user.email }[scope],
      reason,
      thrownBy: 'account',
      budgetId: null,
      createdAt: expect.stringMatching(/Z$/) as string,
      createdByName: 'Test Person',
      liftedAt: null,
      liftedByName: null,
    },
  ]);
  expect(await list()).toEqual({ data: [thrown.body], nextCursor: null });
  expect((await stop({ scope, scopeId })).body.code).toBe('already_stopped');

  const lifted = await lift(id);
  const after = {
    ...thrown.body,
    liftedAt: expect.stringMatching(/Z$/) as string,
    liftedByName: 'Test Person',
  };
  expect([lifted.status, lifted.body]).toEqual([200, after]);
  expect((await lift(id)).body).toEqual(lifted.body);
  expect((await list(user, '?status=current')).data).toEqual([]);
  expect((await list(user, '?status=lifted')).data).toEqual([after]);
  const act = { actor_user_id: user.userId, account_id: user.accountId };
  expect(await audits(id)).toEqual([
    { ...act, action: 'kill_switch.throw', details: { scope, scopeId, reason } },
    { ...act, action: 'kill_switch.lift', details: { scope, scopeId } },
  ]);
});

test('the account itself needs no id', async () => {
  expect((await stop({ scope: 'account' })).body).toMatchObject({ scopeId: user.accountId });
});

describe('what the platform has thrown', () => {
  test('is seen as far as it concerns the account, does not say by whom, and stays', async () => {
    const platform = await stopAsAdmin('platform');
    const key = await stopAsAdmin('key', keyId);
    await stopAsAdmin('account', other.accountId);
    const { data } = await list();
    expect(data).toMatchObject([
      { id: key, scope: 'key', thrownBy: 'platform', createdByName: null },
      { id: platform, scope: 'platform', thrownBy: 'platform', createdByName: null },
    ]);
    expect(JSON.stringify(data)).not.toContain(admin.email);
    for (const id of [platform, key]) {
      const { status, body } = await lift(id);
      expect([status, body.code]).toEqual([403, 'forbidden']);
    }
    expect(await list()).toEqual({ data, nextCursor: null });
  });

  test('is apart from what the account has thrown on the same thing', async () => {
    await stopAsAdmin('key', keyId);
    const own = await stop({ scope: 'key', scopeId: keyId });
    expect(own.status).toBe(201);
    expect((await lift(own.body.id)).status).toBe(200);
    expect((await list(user, '?status=current')).data).toMatchObject([{ thrownBy: 'platform' }]);
  });

  test('when an admin lifts what the account has thrown, nobody is named', async () => {
    const { id } = (await stop({ scope: 'account' })).body;
    expect((await admin.call('DELETE', `/api/v1/admin/kill-switches/${id}`)).status).toBe(200);
    expect((await list()).data).toMatchObject([{ id, createdByName: 'Test Person', liftedByName: null }]);
  });
});

describe('a team', () => {
  const roles = ['owner', 'admin', 'billing', 'developer', 'viewer'];
  test.each(roles)('lets its %s look, and those who manage it act', async (role) => {
    const team = await createTeam(server.db, user, role);
    const thrown = await stop({ scope: 'account' }, user, team);
    const mayAct = role === 'owner' || role === 'admin';
    expect(thrown.status).toBe(mayAct ? 201 : 403);
    await server.db.query(
      `INSERT INTO account_members (account_id, user_id, role) VALUES ($1, $2, 'owner')`,
      [team, other.userId],
    );
    const id = mayAct ? thrown.body.id : (await stop({ scope: 'account' }, other, team)).body.id;
    expect((await user.call('GET', path(team))).body.data).toMatchObject([{ id }]);
    expect((await lift(id, user, team)).status).toBe(mayAct ? 200 : 403);
  });
});

describe('bad input', () => {
  test.each([
    ['no scope', {}, '/scope'],
    ['a scope of admins', { scope: 'platform' }, '/scope'],
    ['another one', { scope: 'model', scopeId: 'mdl_none' }, '/scope'],
    ['no key', { scope: 'key' }, '/scopeId'],
    ['an unknown key', { scope: 'key', scopeId: 'key_none' }, '/scopeId'],
    ['no project', { scope: 'project' }, '/scopeId'],
    ['no reason', { scope: 'account', reason: '' }, '/reason'],
    ['an unknown field', { scope: 'account', until: 'tomorrow' }, '/until'],
  ])('%s', async (_name, fields, field) => {
    const { status, body } = await stop(fields);
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', field]);
    expect((await list()).data).toEqual([]);
  });
});

test("other people's things are not there", async () => {
  const theirs = await thingsOf(other);
  for (const [scope, scopeId] of [
    ['key', theirs.keyId],
    ['project', theirs.projectId],
    ['account', other.accountId],
  ]) {
    const { status, body } = await stop({ scope, scopeId });
    expect([status, body.errors[0].path]).toEqual([400, '/scopeId']);
  }
  const { id } = (await stop({ scope: 'account' }, other)).body;
  expect((await lift(id)).status).toBe(404);
  expect((await lift(id, user, other.accountId)).status).toBe(404);
  expect((await stop({ scope: 'account' }, user, other.accountId)).status).toBe(404);
  expect((await user.call('GET', path(other.accountId))).status).toBe(404);
  expect((await server.app.inject(path())).statusCode).toBe(401);
});
