import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { shownParts, shownPrices } from '../../../test/prices.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let provider: { id: string };
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  provider = await createProvider(admin);
});
afterAll(() => server.close());

const url = '/api/v1/admin/models';
const add = (prices: object) => createModel(admin, provider.id, { prices });
const change = (id: string, prices: object, more: object = {}) =>
  admin.call('PATCH', `${url}/${id}`, { prices, ...more });
const pricesOf = async (id: string) => (await admin.call('GET', `${url}/${id}`)).body.prices;
const rowCount = async (id: string) =>
  (await server.db.query('SELECT 1 FROM model_prices WHERE model_id = $1', [id])).rowCount;

/** Every part at a price that no float holds. */
const all = {
  perRequestCredits: '0.5',
  inputPerMillionCredits: '999999999999.999999',
  cachedInputPerMillionCredits: '100.000001',
  cacheWritePerMillionCredits: '1250',
  longCacheWritePerMillionCredits: '2000',
  audioInputPerMillionCredits: '40000',
  imageInputPerMillionCredits: '1500',
  outputPerMillionCredits: '2000',
  reasoningPerMillionCredits: '3000',
  audioOutputPerMillionCredits: '80000',
  imageOutputPerMillionCredits: '30000',
  perImageCredits: '1.5',
  perOutputImageCredits: '40.000001',
  perInputSecondCredits: '0.1',
  perOutputSecondCredits: '0.25',
  charactersPerMillionCredits: '15000',
};

describe('every part and tier', () => {
  test('comes back digit by digit, for admins and in the catalogue', async () => {
    const tiers = [
      { aboveInputTokens: 128_000, inputPerMillionCredits: '999999999999.999999' },
      { aboveInputTokens: 200_000, ...all },
    ];
    const shown = shownPrices({
      ...all,
      tiers: [{ ...tiers[0], ...shownParts({ inputPerMillionCredits: '999999999999.999999' }) }, tiers[1]],
    });
    const { id } = await add({ ...all, tiers });
    expect(await pricesOf(id)).toEqual(shown);
    expect((await user.call('GET', `/api/v1/models/${id}`)).body.prices).toEqual(shown);
  });

  test('the same list again is no new price; another tier is', async () => {
    const tier = { aboveInputTokens: 1000, inputPerMillionCredits: '2', outputPerMillionCredits: '3' };
    const { id } = await add({ inputPerMillionCredits: '1', tiers: [tier] });
    const same = { outputPerMillionCredits: '3.0', inputPerMillionCredits: '2', aboveInputTokens: 1000 };
    await change(id, { inputPerMillionCredits: '1', tiers: [same] });
    expect(await rowCount(id)).toBe(1);
    await change(id, { inputPerMillionCredits: '1', tiers: [{ ...tier, aboveInputTokens: 1001 }] });
    expect(await rowCount(id)).toBe(2);
    await change(id, { inputPerMillionCredits: '1' });
    expect(await rowCount(id)).toBe(3);
    expect(await pricesOf(id)).toEqual(shownPrices({ inputPerMillionCredits: '1' }));
  });

  const tier = { aboveInputTokens: 1000, inputPerMillionCredits: '1' };
  test.each<[string, object, string]>([
    ['a negative part', { reasoningPerMillionCredits: '-1' }, '/prices/reasoningPerMillionCredits'],
    ['a mistyped part', { cacheWriteCredits: '1' }, '/prices/cacheWriteCredits'],
    ['free with a finer part', { free: true, perImageCredits: '1' }, '/prices/free'],
    ['free with a tier', { free: true, tiers: [tier] }, '/prices/free'],
    ['a tier and nothing below it', { tiers: [tier] }, '/prices/tiers'],
    [
      'a tier without a price',
      { perRequestCredits: '1', tiers: [{ aboveInputTokens: 5 }] },
      '/prices/tiers/0',
    ],
    [
      'a tier from nothing on',
      { perRequestCredits: '1', tiers: [{ ...tier, aboveInputTokens: 0 }] },
      '/prices/tiers/0/aboveInputTokens',
    ],
    [
      'half a token',
      { perRequestCredits: '1', tiers: [{ ...tier, aboveInputTokens: 1.5 }] },
      '/prices/tiers/0/aboveInputTokens',
    ],
    [
      'a threshold twice',
      { perRequestCredits: '1', tiers: [tier, tier] },
      '/prices/tiers/1/aboveInputTokens',
    ],
    [
      'tiers that do not ascend',
      { perRequestCredits: '1', tiers: [tier, { ...tier, aboveInputTokens: 999 }] },
      '/prices/tiers/1/aboveInputTokens',
    ],
    [
      'a mistyped tier',
      { perRequestCredits: '1', tiers: [{ ...tier, inputCredits: '1' }] },
      '/prices/tiers/0/inputCredits',
    ],
  ])('%s is refused', async (_case, prices, path) => {
    const { id } = await add({ perRequestCredits: '7' });
    const { status, body } = await change(id, prices);
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(await pricesOf(id)).toEqual(shownPrices({ perRequestCredits: '7' }));
  });
});

describe('a price that changes more than a hundred times', () => {
  const priced = { inputPerMillionCredits: '1000', outputPerMillionCredits: '2000' };

  test('is refused with the parts, and nothing changes; confirmed it is applied', async () => {
    const { id } = await add(priced);
    const slip = { inputPerMillionCredits: '1000000000', outputPerMillionCredits: '0.002' };
    const refused = await change(id, slip, { displayName: 'Other' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({
      code: 'price_change_unconfirmed',
      errors: [
        { path: '/prices/inputPerMillionCredits', message: 'changes from 1000 to 1000000000 credits' },
        { path: '/prices/outputPerMillionCredits', message: 'changes from 2000 to 0.002 credits' },
      ],
    });
    expect(await pricesOf(id)).toEqual(shownPrices(priced));
    expect((await admin.call('GET', `${url}/${id}`)).body.displayName).not.toBe('Other');
    expect((await change(id, slip, { confirmPriceChange: false })).status).toBe(409);

    const confirmed = await change(id, slip, { confirmPriceChange: true });
    expect([confirmed.status, confirmed.body.prices]).toEqual([200, shownPrices(slip)]);
    const { rows } = await server.db.query(
      `SELECT details FROM audit_log WHERE target_id = $1 AND action = 'model.update'`,
      [id],
    );
    expect(rows).toEqual([{ details: { prices: slip, confirmPriceChange: true } }]);
  });

  const tiers = [{ aboveInputTokens: 1000, inputPerMillionCredits: '2000' }];
  test.each<[string, object, object, string[]]>([
    ['exactly a hundred times up', priced, { ...priced, inputPerMillionCredits: '100000' }, []],
    [
      'a millionth more',
      priced,
      { ...priced, inputPerMillionCredits: '100000.000001' },
      ['/prices/inputPerMillionCredits'],
    ],
    ['exactly a hundred times down', priced, { ...priced, outputPerMillionCredits: '20' }, []],
    [
      'a millionth less',
      priced,
      { ...priced, outputPerMillionCredits: '19.999999' },
      ['/prices/outputPerMillionCredits'],
    ],
    ['to nothing', priced, { ...priced, outputPerMillionCredits: '0' }, ['/prices/outputPerMillionCredits']],
    ['from nothing', { ...priced, perRequestCredits: '0' }, { ...priced, perRequestCredits: '9' }, []],
    ['a part that had no price', priced, { ...priced, perRequestCredits: '999999' }, []],
    ['a part that is left out', priced, { perRequestCredits: '1' }, []],
    ['free on purpose', priced, { free: true }, []],
    ['from free', { free: true }, { perRequestCredits: '999999' }, []],
    ['no price any more', priced, {}, []],
    [
      'a finer part, compared with what it was charged as',
      priced,
      { ...priced, reasoningPerMillionCredits: '200001' },
      ['/prices/reasoningPerMillionCredits'],
    ],
    [
      'a finer part that is charged as a coarser one again',
      { ...priced, cachedInputPerMillionCredits: '9' },
      priced,
      ['/prices/cachedInputPerMillionCredits'],
    ],
    [
      'a tier',
      { ...priced, tiers },
      { ...priced, tiers: [{ aboveInputTokens: 1000, inputPerMillionCredits: '200001' }] },
      ['/prices/tiers/0/inputPerMillionCredits'],
    ],
    [
      'a new tier, compared with what long calls cost so far',
      priced,
      { ...priced, tiers: [{ aboveInputTokens: 1000, outputPerMillionCredits: '1' }] },
      ['/prices/tiers/0/outputPerMillionCredits'],
    ],
    [
      'a tier that goes',
      { ...priced, tiers: [{ aboveInputTokens: 1000, inputPerMillionCredits: '100000' }] },
      { ...priced, inputPerMillionCredits: '999' },
      ['/prices/inputPerMillionCredits'],
    ],
    [
      'a tier that moves',
      { ...priced, tiers },
      { ...priced, tiers: [{ ...tiers[0], aboveInputTokens: 5 }] },
      [],
    ],
  ])('%s', async (_case, before, after, paths) => {
    const { id } = await add(before);
    const { status, body } = await change(id, after);
    expect(status).toBe(paths.length > 0 ? 409 : 200);
    expect((body.errors ?? []).map((error: { path: string }) => error.path)).toEqual(paths);
  });

  test('a new model has nothing to compare with, and nothing to confirm', async () => {
    const routes = [{ providerId: provider.id, upstreamModel: 'sim-echo' }];
    const body = { name: 'new-one', prices: priced, routes, confirmPriceChange: true };
    expect((await admin.call('POST', url, body)).status).toBe(400);
  });
});
