import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider, createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';

let server: TestApp;
let admin: Person;
let provider: { id: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  provider = await createProvider(admin);
});
beforeEach(async () => {
  await server.db.query('DELETE FROM subscriptions');
  await server.db.query('DELETE FROM models');
});
afterAll(() => server.close());

const list = async (person: Person, query = '') => {
  const { body } = await person.call('GET', `/api/v1/models${query}`);
  return body.data.map(({ name }: { name: string }) => name) as string[];
};

describe('who sees what', () => {
  const subscriptions = ['none', 'pending', 'active', 'denied', 'suspended', 'cancelled', 'expired'] as const;
  const cases = (['listed', 'restricted', 'hidden'] as const).flatMap((visibility) =>
    subscriptions.map(
      (status) => [visibility, status, visibility === 'listed' || status === 'active'] as const,
    ),
  );

  test.each(cases)('%s, subscription %s: seen is %s', async (visibility, status, seen) => {
    const person = await signUp(server.app);
    const { id, name } = await createModel(admin, provider.id, { visibility });
    if (status !== 'none') await setSubscription(person.accountId, id, status);
    expect(await list(person)).toEqual(seen ? [name] : []);
    expect((await person.call('GET', `/api/v1/models/${id}`)).status).toBe(seen ? 200 : 404);
    expect((await person.call('GET', `/api/v1/models/${name}`)).status).toBe(seen ? 200 : 404);

    const stranger = await signUp(server.app);
    expect(await list(stranger)).toEqual(visibility === 'listed' ? [name] : []);
  });

  test('an active subscription of any account of the caller will do', async () => {
    const person = await signUp(server.app);
    const team = await createTeam(server.db, person, 'viewer');
    const { id, name } = await createModel(admin, provider.id, { visibility: 'hidden' });
    await setSubscription(team, id, 'active');
    expect(await list(person)).toEqual([name]);
  });

  test('a disabled model is seen by nobody but admins', async () => {
    const person = await signUp(server.app);
    const { id } = await createModel(admin, provider.id, { enabled: false });
    await setSubscription(person.accountId, id, 'active');
    expect(await list(person)).toEqual([]);
    expect((await person.call('GET', `/api/v1/models/${id}`)).status).toBe(404);
    expect((await admin.call('GET', `/api/v1/admin/models/${id}`)).status).toBe(200);
  });

  test('nobody without signing in', async () => {
    expect((await server.app.inject('/api/v1/models')).statusCode).toBe(401);
  });
});

test('a model has the catalogue shape, without routes and upstream names', async () => {
  const routes = [{ providerId: provider.id, upstreamModel: 'upstream-name' }];
  const { id } = await createModel(admin, provider.id, { routes, prices: { perRequestCredits: '1' } });
  const person = await signUp(server.app);
  const { body } = await person.call('GET', `/api/v1/models/${id}`);
  expect(Object.keys(body).sort()).toEqual(
    [
      'autoApprove',
      'capabilities',
      'class',
      'contextLength',
      'description',
      'displayName',
      'id',
      'maxOutputTokens',
      'name',
      'prices',
      'providerClass',
      'providerNames',
      'visibility',
    ].sort(),
  );
  expect(JSON.stringify(body)).not.toContain('upstream-name');
});

describe('filters', () => {
  beforeEach(async () => {
    const cloud = await createProvider(admin, { class: 'cloud' });
    await createModel(admin, provider.id, { name: 'alpha', class: 'small', capabilities: ['chat', 'tools'] });
    await createModel(admin, cloud.id, {
      name: 'beta',
      displayName: 'Be 100%',
      capabilities: ['embeddings'],
    });
    const routes = [cloud, provider].map(({ id }) => ({ providerId: id, upstreamModel: 'x' }));
    await createModel(admin, provider.id, {
      name: 'gamma',
      class: 'large',
      description: 'Under_scored',
      routes,
    });
  });

  test.each([
    ['', ['alpha', 'beta', 'gamma']],
    ['?sort=-name', ['gamma', 'beta', 'alpha']],
    ['?sort=newest', ['gamma', 'beta', 'alpha']],
    ['?search=ALPH', ['alpha']],
    ['?search=100%25', ['beta']],
    ['?search=er_sc', ['gamma']],
    ['?search=_', ['gamma']],
    ['?search=%25', ['beta']],
    ['?search=%5C', []],
    ['?capability=chat', ['alpha']],
    ['?capability=cha', []],
    ['?class=large', ['gamma']],
    ['?providerClass=local', ['alpha', 'gamma']],
    ['?providerClass=cloud', ['beta']],
    ['?class=small&capability=tools&search=a', ['alpha']],
  ])('%s', async (query, names) => {
    expect(await list(admin, query)).toEqual(names);
  });

  test.each([
    '?class=huge',
    '?sort=price',
    '?limit=0',
    '?limit=201',
    '?cursor=x',
    '?providerClass=moon',
    '?search=%00',
  ])('%s is refused', async (query) => {
    expect((await admin.call('GET', `/api/v1/models${query}`)).status).toBe(400);
  });

  test.each(['name', '-name', 'newest'])('pages by %s show every model once', async (sort) => {
    const names: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`;
      const { body } = await admin.call('GET', `/api/v1/models${query}`);
      names.push(...body.data.map(({ name }: { name: string }) => name));
      cursor = body.nextCursor;
    }
    expect(names).toEqual(await list(admin, `?sort=${sort}`));
  });
});

async function setSubscription(accountId: string, modelId: string, status: string): Promise<void> {
  await server.db.query(
    `INSERT INTO subscriptions (id, account_id, model_id, status) VALUES ('sub_' || md5($1 || $2), $1, $2, $3)`,
    [accountId, modelId, status],
  );
}
