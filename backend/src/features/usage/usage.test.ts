import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../../test/app.ts';
import { createModel, createProvider, createTeam } from '../../../test/catalogue.ts';
import { type Person, signUp, signUpAs } from '../../../test/people.ts';
import { shownParts, shownPrices } from '../../../test/prices.ts';
import { seedUsage, type UsageSeed } from '../../../test/usage.ts';

let server: TestApp;
let admin: Person;
let user: Person;
let stranger: Person;
let model: { id: string; name: string };
let priceId: bigint;
beforeAll(async () => {
  server = await createTestApp();
  admin = await signUpAs('admin', server.app, server.db);
  user = await signUp(server.app);
  stranger = await signUp(server.app);
  const prices = { inputPerMillionCredits: '1000', outputPerMillionCredits: '2000' };
  model = await createModel(admin, (await createProvider(admin)).id, { prices });
  const { rows } = await server.db.query<{ id: bigint }>('SELECT id FROM model_prices');
  priceId = rows[0]!.id;
  await admin.call('PATCH', `/api/v1/admin/models/${model.id}`, { prices: { free: true } });
});
afterAll(() => server.close());

const mine = '/api/v1/accounts/me/usage';
const seed = (at: string, more: Partial<UsageSeed> = {}) =>
  seedUsage(server.db, {
    accountId: user.accountId,
    projectId: 'prj_1',
    modelId: model.id,
    priceId,
    at,
    ...more,
  });
const ids = async (query: string) => {
  const { body } = await user.call('GET', mine + query);
  return body.data.map(({ id }: { id: string }) => id) as string[];
};

test('a record has every field, with the price it was rated by and not the present one', async () => {
  const id = await seed('2026-11-20T10:00:00.123Z', {
    keyId: 'key_1',
    inputTokens: 10n,
    cachedInputTokens: 4n,
    outputTokens: 5n,
    costMicroCredits: 20_000n,
    holdMicroCredits: 2_048_000n,
    latencyMs: 7,
  });
  const { status, body } = await user.call('GET', `${mine}/${id}`);
  expect(status).toBe(200);
  expect(body).toEqual({
    id,
    requestId: id,
    createdAt: '2026-11-20T10:00:00.123Z',
    keyId: 'key_1',
    userId: null,
    projectId: 'prj_1',
    modelId: model.id,
    modelName: 'model',
    providerName: 'Provider',
    surface: 'chat',
    stream: false,
    status: 200,
    outcome: 'success',
    errorCode: null,
    inputTokens: 10,
    cachedInputTokens: 4,
    outputTokens: 5,
    tokenDetails: null,
    estimated: false,
    costCredits: '0.02',
    correction: null,
    heldCredits: '2.048',
    price: shownPrices({ inputPerMillionCredits: '1000', outputPerMillionCredits: '2000' }),
    latencyMs: 7,
    firstTokenMs: null,
    cacheHit: false,
    routing: null,
    fallbackRequestId: null,
    keepsTexts: false,
  });
  const ofOne = ['routing', 'fallbackRequestId', 'keepsTexts'];
  const listed = Object.fromEntries(Object.entries(body as object).filter(([name]) => !ofOne.includes(name)));
  expect((await user.call('GET', mine)).body.data).toEqual([listed]);
});

test('token counts stay exact beyond what a float can hold', async () => {
  const id = await seed('2020-01-01T00:00:00Z', { inputTokens: 9_007_199_254_740_993n });
  const { payload } = await server.app.inject({
    url: `${mine}/${id}`,
    headers: { authorization: `Bearer ${user.accessToken}` },
  });
  expect(payload).toContain('"inputTokens":9007199254740993,');
});

test('what the tokens consist of, and the tiers of the price', async () => {
  await admin.call('PATCH', `/api/v1/admin/models/${model.id}`, {
    prices: {
      inputPerMillionCredits: '1000',
      reasoningPerMillionCredits: '3000.5',
      tiers: [{ aboveInputTokens: 200_000, inputPerMillionCredits: '2000' }],
    },
  });
  const { rows } = await server.db.query<{ id: bigint }>('SELECT max(id) AS id FROM model_prices');
  const tokenDetails = { cacheWriteTokens: 3, reasoningTokens: 2, images: 1 };
  const id = await seed('2020-01-03T00:00:00Z', { priceId: rows[0]!.id, tokenDetails });
  const { body } = await user.call('GET', `${mine}/${id}`);
  expect(body.tokenDetails).toEqual(tokenDetails);
  expect(body.price).toEqual(
    shownPrices({
      inputPerMillionCredits: '1000',
      reasoningPerMillionCredits: '3000.5',
      tiers: [{ aboveInputTokens: 200_000, ...shownParts({ inputPerMillionCredits: '2000' }) }],
    }),
  );
});

test('the latency of an orphaned call is not known', async () => {
  const id = await seed('2020-01-02T00:00:00Z', { outcome: 'orphaned', latencyMs: 99 });
  expect((await user.call('GET', `${mine}/${id}`)).body.latencyMs).toBeNull();
});

describe('list', () => {
  const period = 'from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z';

  test('newest first, in pages, also where many calls end in the same moment', async () => {
    const seeded: string[] = [];
    for (let index = 0; index < 7; index++)
      seeded.push(await seed('2026-01-01T12:00:00.123456Z', { requestId: `req_same_${index}` }));
    seeded.unshift(await seed('2026-01-01T12:00:00.123455Z'));
    seeded.push(await seed('2026-01-01T12:00:00.123457Z'));
    const shown: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = `?${period}&limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await user.call('GET', mine + query);
      shown.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(shown).toEqual(seeded.reverse());
  });

  test('filters; from is inside, to is not', async () => {
    const day = '?from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z';
    await seed('2026-01-31T23:59:59.999Z');
    const first = await seed('2026-02-01T00:00:00Z', { keyId: 'key_2' });
    const second = await seed('2026-02-01T23:59:59.999Z', { outcome: 'error', modelId: 'mdl_2' });
    await seed('2026-02-02T00:00:00Z');
    expect(await ids(day)).toEqual([second, first]);
    expect(await ids('?from=2026-02-01T03:00:00%2B03:00&to=2026-02-02T00:00:00Z')).toEqual([second, first]);
    expect(await ids(`${day}&keyId=key_2`)).toEqual([first]);
    expect(await ids(`${day}&modelId=mdl_2`)).toEqual([second]);
    expect(await ids(`${day}&outcome=error`)).toEqual([second]);
    expect(await ids(`${day}&outcome=aborted`)).toEqual([]);
  });

  test.each([
    '?from=yesterday',
    '?from=0001-01-01T00:00:00Z',
    '?to=2026-13-01T00:00:00Z',
    '?to=9999-12-31T00:00:00Z',
    '?outcome=odd',
    '?limit=0',
    '?cursor=abc',
  ])('%s is refused', async (query) => {
    expect((await user.call('GET', mine + query)).status).toBe(400);
  });

  test.each(['not a time', '2026-99-99T00:00:00.000000Z', '2026-01-01'])(
    'a forged cursor (%s) is refused, not a fault of ours',
    async (time) => {
      const cursor = Buffer.from(JSON.stringify([time, 'req_1'])).toString('base64url');
      expect((await user.call('GET', `${mine}?cursor=${cursor}`)).status).toBe(400);
    },
  );
});

describe('access', () => {
  test("another account's calls are not there", async () => {
    const id = await seed('2026-03-01T00:00:00Z');
    const theirs = `/api/v1/accounts/${user.accountId}/usage`;
    for (const url of [theirs, `${theirs}/${id}`, `${theirs}/summary`, `${mine}/${id}`]) {
      expect((await stranger.call('GET', url)).status).toBe(404);
      expect((await server.app.inject(url)).statusCode).toBe(401);
    }
    expect((await stranger.call('GET', mine)).body.data).toEqual([]);
    expect((await stranger.call('GET', `${mine}?modelId=${model.id}`)).body.data).toEqual([]);
  });

  test('every member of a team reads its usage', async () => {
    const team = await createTeam(server.db, stranger, 'viewer');
    const id = await seed('2026-03-01T00:00:00Z', { accountId: team });
    expect((await stranger.call('GET', `/api/v1/accounts/${team}/usage/${id}`)).status).toBe(200);
  });
});
