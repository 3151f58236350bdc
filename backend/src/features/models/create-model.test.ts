import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { auditsOf } from '../../../test/audit.ts';
import { createModel, createProvider, priceRowsOf, routeTo } from '../../../test/catalogue.ts';
import { type Person, signUpAs } from '../../../test/people.ts';
import { shownPrices } from '../../../test/prices.ts';

let server: TestApp;
let admin: Person;
let local: { id: string; name: string };
let cloud: { id: string; name: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  local = await createProvider(admin, { name: 'Local' });
  cloud = await createProvider(admin, { name: 'Cloud', class: 'cloud' });
});
afterAll(() => server.close());

const url = '/api/v1/admin/models';

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
      fallbackModelId: null,
      missingPrices: [],
      routes: [
        { ...routeTo(local, 'a'), order: 0, weight: 3 },
        { ...routeTo(cloud, 'b'), order: 1, weight: 1 },
      ],
      createdAt: expect.any(String) as string,
      updatedAt: expect.any(String) as string,
    });
    expect(await priceRowsOf(server.db, body.id)).toEqual([
      {
        free: false,
        request: 500_000n,
        input: 1_000_000_000n,
        cached: 100_000_001n,
        output: 2_000_000_000n,
        created_by: admin.userId,
      },
    ]);
    expect((await auditsOf(server.db, body.id)).map(({ action }) => action)).toEqual(['model.create']);
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
    expect(await priceRowsOf(server.db, body.id)).toEqual([]);
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
    [{ prices: {}, capabilities: ['images'] }, ['perOutputImageCredits']],
    [{ prices: { perOutputImageCredits: '1' }, capabilities: ['images'] }, []],
    [{ prices: { imageOutputPerMillionCredits: '1' }, capabilities: ['images'] }, []],
    [{ prices: { outputPerMillionCredits: '1' }, capabilities: ['images'] }, ['perOutputImageCredits']],
    [
      { prices: { inputPerMillionCredits: '1' }, capabilities: ['speech', 'transcriptions'] },
      ['charactersPerMillionCredits'],
    ],
    [
      { prices: { perOutputSecondCredits: '1' }, capabilities: ['speech', 'transcriptions'] },
      ['perInputSecondCredits'],
    ],
    [
      { prices: { perOutputImageCredits: '1' }, capabilities: ['chat', 'images'] },
      ['inputPerMillionCredits', 'outputPerMillionCredits'],
    ],
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
