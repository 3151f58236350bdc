import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let auditor: Person;
let user: Person;
/** Something of each kind, and whose it is. */
let things: Record<string, { id: string | undefined; name: string | null; accountId: string | null }>;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  auditor = await signUpAs('auditor', server.app, server.db);
  user = await signUp(server.app);
  const { body: key } = await user.call('POST', '/api/v1/accounts/me/api-keys', { name: 'Laptop' });
  const { body: projects } = await user.call('GET', '/api/v1/accounts/me/projects');
  const provider = await createProvider(admin);
  const model = await createModel(admin, provider.id);
  const { accountId } = user;
  things = {
    key: { id: key.apiKey.id, name: 'Laptop', accountId },
    project: { id: projects.data[0].id, name: 'Default', accountId },
    account: { id: accountId, name: user.email, accountId },
    model: { id: model.id, name: model.name, accountId: null },
    provider: { id: provider.id, name: provider.name, accountId: null },
    platform: { id: undefined, name: null, accountId: null },
  };
});
afterAll(() => server.close());
beforeEach(() => server.db.query('DELETE FROM kill_switches'));

const path = '/api/v1/admin/kill-switches';
const reason = 'It runs away';
const stop = (scope = 'platform', more: object = {}, who = admin) =>
  who.call('POST', path, { scope, scopeId: things[scope]?.id, reason, ...more });
const lift = (id: string, who = admin) => who.call('DELETE', `${path}/${id}`);
const list = async (query = '', who = admin) => (await who.call('GET', path + query)).body;
const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
const me = () => ({ id: admin.userId, name: 'Test Person', email: admin.email });
const audits = async (id: string) =>
  (
    await server.db.query(
      `SELECT actor_user_id, action, target_type, account_id, request_id, details FROM audit_log
       WHERE target_id = $1 ORDER BY id`,
      [id],
    )
  ).rows;

describe.each(['key', 'project', 'account', 'model', 'provider', 'platform'])('a switch on a %s', (scope) => {
  test('is thrown, listed, lifted and kept; each act is in the audit log', async () => {
    const { id: scopeId = null, name: scopeName, accountId } = things[scope]!;
    const thrown = await stop(scope, { reason: `  ${reason} ` });
    expect(thrown.status).toBe(201);
    const id = thrown.body.id as string;
    expect(thrown.body).toEqual({
      id: expect.stringMatching(/^kil_/) as string,
      scope,
      scopeId,
      scopeName,
      accountId,
      accountName: accountId && user.email,
      reason,
      thrownBy: 'platform',
      budgetId: null,
      createdBy: me(),
      createdAt: expect.stringMatching(/Z$/) as string,
      liftedAt: null,
      liftedBy: null,
    });
    expect(await list()).toEqual({ data: [thrown.body], nextCursor: null });

    const lifted = await lift(id);
    expect(lifted.status).toBe(200);
    const after = { ...thrown.body, liftedAt: expect.stringMatching(/Z$/) as string, liftedBy: me() };
    expect(lifted.body).toEqual(after);
    expect(await list()).toEqual({ data: [after], nextCursor: null });
    const act = { actor_user_id: admin.userId, target_type: 'kill_switch', account_id: accountId };
    expect(await audits(id)).toEqual([
      {
        ...act,
        action: 'kill_switch.throw',
        request_id: thrown.headers['x-request-id'],
        details: { scope, scopeId, reason },
      },
      {
        ...act,
        action: 'kill_switch.lift',
        request_id: lifted.headers['x-request-id'],
        details: { scope, scopeId },
      },
    ]);
  });

  test('is there once at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => stop(scope)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already_stopped');
    const [{ id }] = (await list()).data;
    await lift(id);
    expect((await stop(scope)).status).toBe(201);
  });
});

test('lifting again changes nothing', async () => {
  const { id } = (await stop()).body;
  const first = (await lift(id)).body;
  const again = await lift(id);
  expect([again.status, again.body]).toEqual([200, first]);
  expect(await audits(id)).toHaveLength(2);
});

test('the current ones come first, then the newest; by status and page by page', async () => {
  const ids: string[] = [];
  for (const scope of ['key', 'project', 'account', 'model', 'provider'])
    ids.push((await stop(scope)).body.id);
  const [key, project, account, model, provider] = ids;
  for (const id of [project!, provider!]) await lift(id);
  const current = [model, account, key];
  const lifted = [provider, project];
  expect(idsOf(await list())).toEqual([...current, ...lifted]);
  expect(idsOf(await list('?status=current'))).toEqual(current);
  expect(idsOf(await list('?status=lifted'))).toEqual(lifted);

  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await list(`?limit=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`);
    expect(page.data.length).toBeLessThanOrEqual(2);
    seen.push(...idsOf(page));
    cursor = page.nextCursor;
  }
  expect(seen).toEqual([...current, ...lifted]);
});

test('what was stopped may be deleted; the record of it stays', async () => {
  const spare = await createModel(admin, things.provider!.id!);
  const { id } = (await stop('model', { scopeId: spare.id })).body;
  expect((await admin.call('DELETE', `/api/v1/admin/models/${spare.id}`)).status).toBe(204);
  expect((await list()).data).toMatchObject([{ id, scopeId: spare.id, scopeName: null }]);
  expect((await lift(id)).status).toBe(200);
});

test('an admin lifts what an account has thrown', async () => {
  const thrown = await user.call('POST', '/api/v1/accounts/me/kill-switches', { scope: 'account', reason });
  expect((await list()).data).toMatchObject([
    { id: thrown.body.id, thrownBy: 'account', createdBy: { id: user.userId, email: user.email } },
  ]);
  expect((await lift(thrown.body.id)).body).toMatchObject({ liftedBy: { id: admin.userId } });
});

describe('what can be stopped', () => {
  const find = async (scope: string, search: string, more = '') =>
    (await admin.call('GET', `${path}/targets?scope=${scope}&search=${encodeURIComponent(search)}${more}`))
      .body;

  test.each<[string, () => string]>([
    ['key', () => 'lapt'],
    ['key', () => things.key!.id!],
    ['key', () => `sk-lm-`],
    ['project', () => user.email],
    ['account', () => user.email.toUpperCase()],
    ['account', () => user.accountId],
    ['model', () => things.model!.name!],
    ['provider', () => things.provider!.name!.slice(3)],
  ])('a %s is found', async (scope, search) => {
    const { id, name, accountId } = things[scope]!;
    const found = { id, name, accountId, accountName: accountId && user.email, stopped: false };
    expect(await find(scope, search())).toEqual({ data: [found] });
    await stop(scope);
    expect(await find(scope, search())).toEqual({ data: [{ ...found, stopped: true }] });
  });

  test('no more than are asked for, by name; nothing for what nobody is called', async () => {
    expect((await find('account', '', '&limit=2')).data).toHaveLength(2);
    const names = (await find('account', '')).data.map(({ name }: { name: string }) => name);
    expect(names).toEqual([admin.email, auditor.email, user.email].sort());
    expect(await find('model', '100%')).toEqual({ data: [] });
  });

  test('a revoked key is not among them', async () => {
    const { body } = await user.call('POST', '/api/v1/accounts/me/api-keys', { name: 'Spare' });
    await user.call('POST', `/api/v1/accounts/me/api-keys/${body.apiKey.id}/revoke`);
    expect(await find('key', 'Spare')).toEqual({ data: [] });
  });

  test('is for those who read the admin pages', async () => {
    expect((await user.call('GET', `${path}/targets`)).status).toBe(403);
    expect((await auditor.call('GET', `${path}/targets`)).status).toBe(200);
    expect((await admin.call('GET', `${path}/targets?scope=platform`)).status).toBe(400);
  });
});

describe('bad input', () => {
  test.each([
    ['no scope', { scope: undefined }, '/scope'],
    ['an unknown scope', { scope: 'galaxy' }, '/scope'],
    ['no reason', { reason: undefined }, '/reason'],
    ['a reason of two letters', { reason: 'No' }, '/reason'],
    ['a reason of blanks', { reason: ' a  ' }, '/reason'],
    ['a reason that is too long', { reason: 'a'.repeat(501) }, '/reason'],
    ['an unknown field', { expiresAt: '2030-01-01T00:00:00Z' }, '/expiresAt'],
    ['the platform with an id', { scopeId: 'acc_1' }, '/scopeId'],
    ['an account without one', { scope: 'account', scopeId: undefined }, '/scopeId'],
    ['an account that is not there', { scope: 'account', scopeId: 'acc_none' }, '/scopeId'],
    ['a key that is not there', { scope: 'key', scopeId: 'key_none' }, '/scopeId'],
    ['a project that is not there', { scope: 'project', scopeId: 'prj_none' }, '/scopeId'],
    ['a model that is not there', { scope: 'model', scopeId: 'mdl_none' }, '/scopeId'],
    ['a provider that is not there', { scope: 'provider', scopeId: 'prv_none' }, '/scopeId'],
  ])('%s', async (_name, fields, field) => {
    const { status, body } = await stop('platform', fields);
    expect([status, body.code, body.errors[0].path]).toEqual([400, 'invalid_request', field]);
    expect((await list()).data).toEqual([]);
  });

  test.each(['?status=gone', '?limit=0', '?cursor=x'])('list%s', async (query) => {
    expect((await admin.call('GET', path + query)).status).toBe(400);
  });

  test('a switch that is not there cannot be lifted', async () => {
    expect((await lift('kil_none')).status).toBe(404);
  });
});

test('is for admins; auditors read', async () => {
  const { id } = (await stop()).body;
  for (const [who, read] of [
    [auditor, 200],
    [user, 403],
  ] as const) {
    expect((await who.call('GET', path)).status).toBe(read);
    expect((await stop('account', {}, who)).status).toBe(403);
    expect((await lift(id, who)).status).toBe(403);
  }
  expect((await server.app.inject(path)).statusCode).toBe(401);
  expect((await list()).data).toMatchObject([{ id, liftedAt: null }]);
});
