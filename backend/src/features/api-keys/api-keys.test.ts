import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider, createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let stranger: Person;
let provider: { id: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  stranger = await signUp(server.app);
  provider = await createProvider(admin);
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/api-keys';
const create = (body: object, person = user) => person.call('POST', mine, body);
const row = async (id: string) =>
  (await server.db.query<Record<string, unknown>>('SELECT * FROM api_keys WHERE id = $1', [id])).rows[0]!;
const audits = async (id: string) =>
  (
    await server.db.query(
      'SELECT action, account_id, details FROM audit_log WHERE target_id = $1 ORDER BY id',
      [id],
    )
  ).rows;
const project = async (accountId: string) =>
  (await server.db.query<{ id: string }>('SELECT id FROM projects WHERE account_id = $1', [accountId]))
    .rows[0]!.id;
const meters = async (id: string) =>
  (
    await server.db.query(
      'SELECT scope, period, account_id, rpm_limit, tpm_limit, concurrency_limit FROM meters WHERE scope_id = $1',
      [id],
    )
  ).rows;

describe('create', () => {
  test('with a name only: the default project, every model, no limits', async () => {
    const { status, body } = await create({ name: ' First ' });
    expect(status).toBe(201);
    expect(body.secret).toMatch(/^sk-lm-[A-Za-z0-9_-]{43}$/);
    expect(body.apiKey).toEqual({
      id: expect.stringMatching(/^key_/) as string,
      name: 'First',
      prefix: body.secret.slice(0, 12),
      projectId: await project(user.accountId),
      projectName: 'Default',
      models: null,
      rpm: null,
      tpm: null,
      concurrency: null,
      allowedCidrs: null,
      cacheSeconds: null,
      status: 'active',
      expiresAt: null,
      lastUsedAt: null,
      createdAt: expect.any(String) as string,
      revokedAt: null,
    });
    expect(await meters(body.apiKey.id)).toEqual([]);
  });

  test('the secret is stored as its SHA-256 and found nowhere else', async () => {
    const { body } = await create({ name: 'Hashed' });
    const stored = await row(body.apiKey.id);
    expect(stored.secret_hash).toEqual(createHash('sha256').update(body.secret).digest());
    const tables = ['api_keys', 'audit_log', 'idempotency_keys', 'meters'];
    for (const table of tables) {
      const { rows } = await server.db.query<{ text: string }>(`SELECT t::text AS text FROM ${table} t`);
      expect(rows.map(({ text }) => text).join()).not.toContain(body.secret.slice(12));
    }
    for (const path of [mine, `${mine}/${body.apiKey.id}`]) {
      expect(JSON.stringify((await user.call('GET', path)).body)).not.toContain(body.secret.slice(12));
    }
    expect((await audits(body.apiKey.id))[0]).toMatchObject({
      action: 'key.create',
      account_id: user.accountId,
    });
  });

  test('everything given', async () => {
    const [one, two] = [await createModel(admin, provider.id), await createModel(admin, provider.id)];
    const expiresAt = new Date(Date.now() + 60_000).toISOString();
    const { body } = await create({
      name: 'Full',
      projectId: await project(user.accountId),
      models: [one.id, two.name, one.name],
      expiresAt,
      rpm: 5,
      tpm: 1000,
      concurrency: 2,
      allowedCidrs: ['10.0.0.0/8', '::1'],
    });
    expect(body.apiKey).toMatchObject({
      expiresAt,
      rpm: 5,
      tpm: 1000,
      concurrency: 2,
      allowedCidrs: ['10.0.0.0/8', '::1'],
    });
    expect(body.apiKey.models).toHaveLength(2);
    expect(body.apiKey.models).toContainEqual({ id: one.id, name: one.name });
    expect((await row(body.apiKey.id)).model_ids).toEqual([one.id, two.id]);
    expect(await meters(body.apiKey.id)).toEqual([
      {
        scope: 'key',
        period: 'total',
        account_id: user.accountId,
        rpm_limit: 5n,
        tpm_limit: 1000n,
        concurrency_limit: 2n,
      },
    ]);
  });

  test.each([
    [{ rpm: 3 }, 3n, null, null],
    [{ tpm: 7 }, null, 7n, null],
    [{ concurrency: 1 }, null, null, 1n],
  ])('a meter for %j', async (limits, rpm_limit, tpm_limit, concurrency_limit) => {
    const { body } = await create({ name: 'Limited', ...limits });
    expect(await meters(body.apiKey.id)).toMatchObject([{ rpm_limit, tpm_limit, concurrency_limit }]);
  });

  test.each<[string, object, string]>([
    ['no name', { name: undefined }, '/name'],
    ['a blank name', { name: ' ' }, '/name'],
    ['a long name', { name: 'x'.repeat(101) }, '/name'],
    ['no requests at all', { rpm: 0 }, '/rpm'],
    ['half a token', { tpm: 0.5 }, '/tpm'],
    ['a limit as text', { rpm: '5' }, '/rpm'],
    ['the past', { expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    ['the year 0', { expiresAt: '0000-01-01T00:00:00Z' }, '/expiresAt'],
    ['no time', { expiresAt: 'tomorrow' }, '/expiresAt'],
    ['a host name', { allowedCidrs: ['::1', 'example.com'] }, '/allowedCidrs/1'],
    ['no networks', { allowedCidrs: [] }, '/allowedCidrs'],
    ['no models', { models: [] }, '/models'],
    ['an unknown model', { models: ['mdl_none'] }, '/models/0'],
    ['an unknown project', { projectId: 'prj_none' }, '/projectId'],
    ['an unknown field', { budgett: '1' }, '/budgett'],
  ])('%s is refused', async (_case, fields, path) => {
    const before = await server.db.query('SELECT count(*) FROM api_keys');
    const { status, body } = await create({ name: 'Refused', ...fields });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect((await server.db.query('SELECT count(*) FROM api_keys')).rows).toEqual(before.rows);
  });

  test("another account's project is no project", async () => {
    const { status, body } = await create({ name: 'Theirs', projectId: await project(stranger.accountId) });
    expect([status, body.errors[0].path]).toEqual([400, '/projectId']);
  });

  test('a restricted model only with an active subscription of this account', async () => {
    const { id } = await createModel(admin, provider.id, { visibility: 'restricted' });
    expect((await create({ name: 'Early', models: [id] })).body.errors[0].path).toBe('/models/0');
    await admin.call('POST', `/api/v1/admin/accounts/${user.accountId}/subscriptions`, { modelId: id });
    expect((await create({ name: 'Late', models: [id] })).status).toBe(201);
    expect((await create({ name: 'Other', models: [id] }, stranger)).status).toBe(400);
  });

  test('an Idempotency-Key gives the same key and secret again, and keeps neither in clear', async () => {
    const headers = { 'idempotency-key': 'once' };
    const first = await user.call('POST', mine, { name: 'Once' }, headers);
    const second = await user.call('POST', mine, { name: 'Once' }, headers);
    expect([second.status, second.body]).toEqual([201, first.body]);
    const { rows } = await server.db.query<{ response: Buffer }>('SELECT response FROM idempotency_keys');
    expect(rows.some(({ response }) => response.includes(first.body.secret))).toBe(false);
  });
});

describe('list and get', () => {
  test('newest first, by status, in pages; expiry by the clock of the database', async () => {
    const person = await signUp(server.app);
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c']) ids.unshift((await create({ name }, person)).body.apiKey.id);
    await server.db.query(`UPDATE api_keys SET expires_at = now() - interval '1 second' WHERE id = $1`, [
      ids[1],
    ]);
    await person.call('POST', `${mine}/${ids[2]}/revoke`);
    const list = async (query: string) => (await person.call('GET', mine + query)).body;
    const { data } = await list('');
    expect(data.map(({ id, status }: { id: string; status: string }) => [id, status])).toEqual([
      [ids[0], 'active'],
      [ids[1], 'expired'],
      [ids[2], 'revoked'],
    ]);
    for (const status of ['active', 'expired', 'revoked'])
      expect((await list(`?status=${status}`)).data).toHaveLength(1);
    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.nextCursor}`);
    expect([...first.data, ...second.data]).toEqual(data);
    expect(second.nextCursor).toBeNull();
    expect((await person.call('GET', `${mine}/${ids[1]}`)).body).toEqual(data[1]);
  });
});

describe('revoke', () => {
  test('once and for all; again changes nothing', async () => {
    const { id } = (await create({ name: 'Short-lived' })).body.apiKey;
    const first = await user.call('POST', `${mine}/${id}/revoke`);
    expect([first.status, first.body.status]).toEqual([200, 'revoked']);
    expect(first.body.revokedAt).not.toBeNull();
    const second = await user.call('POST', `${mine}/${id}/revoke`);
    expect([second.status, second.body]).toEqual([200, first.body]);
    expect((await audits(id)).map(({ action }) => action)).toEqual(['key.create', 'key.revoke']);
  });
});

describe('access', () => {
  test("another account's key is not there", async () => {
    const { id } = (await create({ name: 'Mine' })).body.apiKey;
    const theirs = `/api/v1/accounts/${user.accountId}/api-keys`;
    for (const base of [mine, theirs]) {
      expect((await stranger.call('GET', `${base}/${id}`)).status).toBe(404);
      expect((await stranger.call('POST', `${base}/${id}/revoke`)).status).toBe(404);
    }
    expect((await stranger.call('GET', theirs)).status).toBe(404);
    expect((await stranger.call('POST', theirs, { name: 'x' })).status).toBe(404);
    expect((await row(id)).revoked_at).toBeNull();
    expect((await server.app.inject(mine)).statusCode).toBe(401);
  });

  test.each([
    ['owner', 201],
    ['admin', 201],
    ['developer', 201],
    ['billing', 403],
    ['viewer', 403],
  ])('a %s of a team: %i', async (role, status) => {
    const team = await createTeam(server.db, user, role);
    const theirs = `/api/v1/accounts/${team}/api-keys`;
    expect((await user.call('POST', theirs, { name: 'Team key' })).status).toBe(status);
    expect((await user.call('GET', theirs)).status).toBe(200);
    await server.db.query(`UPDATE account_members SET role = 'owner' WHERE account_id = $1`, [team]);
    const { id } = (await user.call('POST', theirs, { name: 'Team key' })).body.apiKey;
    await server.db.query('UPDATE account_members SET role = $2 WHERE account_id = $1', [team, role]);
    expect((await user.call('POST', `${theirs}/${id}/revoke`)).status).toBe(status === 201 ? 200 : 403);
    expect((await user.call('GET', `${theirs}/${id}`)).status).toBe(200);
  });
});
