import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const url = '/api/v1/admin/providers';
const valid = { name: 'Valid', kind: 'litellm', baseUrl: 'http://127.0.0.1:4000', class: 'local' };
const row = async (id: string) =>
  (await server.db.query<Record<string, unknown>>('SELECT * FROM providers WHERE id = $1', [id])).rows[0];
const audits = async (id: string) =>
  (
    await server.db.query<{ action: string; details: object }>(
      'SELECT action, details FROM audit_log WHERE target_id = $1 ORDER BY id',
      [id],
    )
  ).rows;

describe('create', () => {
  test('stores the provider, its secret encrypted, and an audit row', async () => {
    const { status, body } = await admin.call('POST', url, {
      name: ' Main ',
      kind: 'litellm',
      baseUrl: 'http://127.0.0.1:4000/v1/',
      apiKey: 'sk-canary-create',
      class: 'local',
      maxConcurrency: 4,
      maxQueue: 0,
      overflowAfter: 7,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^prv_/) as string,
      name: 'Main',
      kind: 'litellm',
      baseUrl: 'http://127.0.0.1:4000',
      class: 'local',
      hasApiKey: true,
      maxConcurrency: 4,
      maxQueue: 0,
      overflowAfter: 7,
      dailyRequestCap: null,
      dailyRequestsUsed: null,
      headerNames: [],
      organization: null,
      project: null,
      caCertificates: null,
      proxyUrl: null,
      hasProxyCredentials: false,
      connectTimeoutMs: null,
      firstByteTimeoutMs: null,
      idleTimeoutMs: null,
      totalTimeoutMs: null,
      contextLength: null,
      keepAliveSeconds: null,
      enabled: true,
      modelCount: 0,
      createdAt: expect.any(String) as string,
      updatedAt: expect.any(String) as string,
    });
    const sealed = (await row(body.id))!.api_key_encrypted as Buffer;
    expect(sealed.includes('canary')).toBe(false);
    expect(server.app.secretBox.decrypt(sealed)).toBe('sk-canary-create');
    const [entry] = await audits(body.id);
    expect(entry).toMatchObject({ action: 'provider.create', details: { name: ' Main ', apiKey: 'set' } });
    expect(JSON.stringify(entry)).not.toContain('canary');
  });

  test('absent limits and secret are null, not 0', async () => {
    const { body } = await admin.call('POST', url, { ...valid, name: 'Bare' });
    expect(body).toMatchObject({
      hasApiKey: false,
      maxConcurrency: null,
      maxQueue: null,
      overflowAfter: 3,
      enabled: true,
    });
  });

  test('a name is used once', async () => {
    await admin.call('POST', url, { ...valid, name: 'Twice' });
    const { status, body } = await admin.call('POST', url, { ...valid, name: 'Twice' });
    expect([status, body.code]).toEqual([409, 'name_taken']);
  });

  test.each<[string, object, string]>([
    ['no URL', { baseUrl: undefined }, '/baseUrl'],
    ['another scheme', { baseUrl: 'ftp://host' }, '/baseUrl'],
    ['credentials in the URL', { baseUrl: 'https://u:canary-secret@host' }, '/baseUrl'],
    ['a query in the URL', { baseUrl: 'https://host?key=canary-secret' }, '/baseUrl'],
    ['an unknown kind', { kind: 'magic' }, '/kind'],
    ['no class', { class: undefined }, '/class'],
    ['a blank name', { name: '  ' }, '/name'],
    ['a secret over two lines', { apiKey: 'canary-secret\r\nx: y' }, '/apiKey'],
    ['no room at all', { maxConcurrency: 0 }, '/maxConcurrency'],
    ['an unknown field', { apikey: 'canary-secret' }, '/apikey'],
  ])('%s is refused', async (_case, fields, path) => {
    const { status, body } = await admin.call('POST', url, { ...valid, ...fields });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(JSON.stringify(body)).not.toContain('canary');
  });

  test('simulated providers exist in demo installations only', async () => {
    const body = { name: 'Sim', kind: 'simulated', class: 'local' };
    expect((await admin.call('POST', url, body)).status).toBe(201);
    const serious = await createTestApp({ demo: false });
    const chief = await signUpAs('admin', serious.app, serious.db);
    const answer = await chief.call('POST', url, body);
    await serious.close();
    expect([answer.status, answer.body.errors[0].path]).toEqual([400, '/kind']);
  });
});

describe('change', () => {
  test('only what is sent; a string sets the secret, null clears it', async () => {
    const { id } = await createProvider(admin, {
      ...valid,
      name: 'Changing',
      apiKey: 'sk-canary-old',
      maxQueue: 3,
    });
    const first = await admin.call('PATCH', `${url}/${id}`, { apiKey: 'sk-canary-new', class: 'cloud' });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ name: 'Changing', class: 'cloud', hasApiKey: true, maxQueue: 3 });
    const sealed = (await row(id))!.api_key_encrypted as Buffer;
    expect(server.app.secretBox.decrypt(sealed)).toBe('sk-canary-new');

    const second = await admin.call('PATCH', `${url}/${id}`, {
      apiKey: null,
      maxQueue: null,
      enabled: false,
      baseUrl: 'http://elsewhere:4000/v1',
    });
    expect(second.body).toMatchObject({
      hasApiKey: false,
      maxQueue: null,
      enabled: false,
      baseUrl: 'http://elsewhere:4000',
    });
    expect((await row(id))!.api_key_encrypted).toBeNull();
    expect((await audits(id)).map(({ action }) => action)).toEqual([
      'provider.create',
      'provider.update',
      'provider.update',
    ]);
    expect(JSON.stringify(await audits(id))).not.toContain('canary');
  });

  test('to a name in use, or a wrong URL', async () => {
    await createProvider(admin, { name: 'Taken' });
    const { id } = await createProvider(admin, { ...valid, name: 'Free' });
    const named = await admin.call('PATCH', `${url}/${id}`, { name: 'Taken' });
    expect([named.status, named.body.code]).toEqual([409, 'name_taken']);
    const pointed = await admin.call('PATCH', `${url}/${id}`, { baseUrl: 'nowhere' });
    expect([pointed.status, pointed.body.errors[0].path]).toEqual([400, '/baseUrl']);
    expect(await row(id)).toMatchObject({ name: 'Free', base_url: 'http://127.0.0.1:4000' });
  });

  test('the kind stays what it is', async () => {
    const { id } = await createProvider(admin);
    expect((await admin.call('PATCH', `${url}/${id}`, { kind: 'openai' })).status).toBe(400);
  });
});

describe('list and delete', () => {
  test('models are counted once, and keep their provider from being deleted', async () => {
    const { id } = await createProvider(admin, { name: 'Counted' });
    const routes = ['sim-echo', 'sim-lorem'].map((upstreamModel) => ({ providerId: id, upstreamModel }));
    const model = await createModel(admin, id, { routes });
    const { body } = await admin.call('GET', url);
    expect(body.data.find((provider: { id: string }) => provider.id === id).modelCount).toBe(1);

    const refused = await admin.call('DELETE', `${url}/${id}`);
    expect([refused.status, refused.body.code]).toEqual([409, 'provider_in_use']);
    await admin.call('DELETE', `/api/v1/admin/models/${model.id}`);
    expect((await admin.call('DELETE', `${url}/${id}`)).status).toBe(204);
    expect(await row(id)).toBeUndefined();
    expect((await audits(id)).at(-1)!.action).toBe('provider.delete');
  });
});

describe('access', () => {
  const calls = [
    ['GET', ''],
    ['POST', ''],
    ['GET', '/:id'],
    ['PATCH', '/:id'],
    ['DELETE', '/:id'],
    ['POST', '/:id/test'],
    ['POST', '/:id/discover'],
  ] as const;

  test.each(calls)('%s %s is for admins; auditors read', async (method, path) => {
    const { id } = await createProvider(admin);
    const target = url + path.replace(':id', id);
    const body =
      method === 'PATCH' ? { enabled: false } : path === '' && method === 'POST' ? valid : undefined;
    expect((await user.call(method, target, body)).status).toBe(403);
    expect((await auditor.call(method, target, body)).status).toBe(method === 'GET' ? 200 : 403);
    expect((await server.app.inject({ method, url: target })).statusCode).toBe(401);
    expect(await row(id)).toMatchObject({ enabled: true });
  });

  test.each(calls.slice(2))('%s %s of an unknown id', async (method, path) => {
    const body = method === 'PATCH' ? {} : undefined;
    const { status } = await admin.call(method, url + path.replace(':id', 'prv_none'), body);
    expect(status).toBe(404);
  });
});
