import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unpriced } from '../src/lib/price-list.ts';
import { formatPrices } from '../src/lib/prices.ts';
import { collectRoutes, nameOf, type Route } from './all-routes.ts';
import { createTestApp, type TestApp } from './app.ts';
import { createProvider } from './catalogue.ts';
import { type Person, signUp, signUpAs } from './people.ts';

/** What may be asked without a token, and what a bare request gets. A route that is not named here wants one. */
const publicRoutes: Record<string, number> = {
  'GET /api/v1/health': 200,
  'GET /api/v1/health/ready': 200,
  'GET /api/v1/plans': 200,
  'GET /api/v1/settings': 200,
  'POST /api/v1/auth/login': 400,
  'POST /api/v1/auth/logout': 204,
  // It wants the cookie.
  'POST /api/v1/auth/refresh': 401,
  'POST /api/v1/auth/register': 400,
};
/** Public too, outside the contract: what describes it, the portal, the metrics. */
const publicElsewhere: Record<string, number> = {
  'GET /': 200,
  'GET /*': 200,
  'GET /api/docs': 200,
  'GET /api/docs/json': 200,
  // No file is called *.
  'GET /api/docs/static/*': 404,
  'GET /api/docs/static/index.html': 302,
  'GET /api/docs/static/swagger-initializer.js': 200,
  'GET /api/docs/static/theme/favicon.svg': 200,
  'GET /api/docs/yaml': 200,
  'GET /api/v1/openapi.json': 200,
  'GET /index.html': 200,
  'GET /metrics': 200,
};
/** Speak the gateway's language, and are proven with the gateway. */
const gatewayRoutes = [
  'GET /v1/models',
  'GET /v1/models/*',
  'POST /v1/audio/speech',
  'POST /v1/audio/transcriptions',
  'POST /v1/audio/translations',
  'POST /v1/chat/completions',
  'POST /v1/completions',
  'POST /v1/embeddings',
  'POST /v1/estimate',
  'POST /v1/images/edits',
  'POST /v1/images/generations',
  'POST /v1/messages',
  'POST /v1/messages/count_tokens',
  'POST /v1/moderations',
  'POST /v1/rerank',
  'POST /v1/responses',
];
const gatewayAlias = 'POST /api/v1/chat/completions';

const increases = 'POST /api/v1/accounts/:accountId/budgets/:budgetId/increase-requests';
/** What has to be said of a thing before anybody looks whether it is there. */
const bodies: Record<string, object> = {
  [increases]: { limit: '20', reason: 'A good reason' },
  'PATCH /api/v1/accounts/:accountId/projects/:projectId': { keepTextsDays: null },
};
/** What the owner of a thing gets who changes it, where that is not 200. */
const otherAnswers: Record<string, number> = {
  'DELETE /api/v1/accounts/:accountId/budgets/:budgetId': 204,
  // The first one still waits; then it is approved.
  [increases]: 409,
  [`${increases}/:increaseRequestId/deny`]: 409,
};

const { managed: routes, elsewhere, onRoute } = collectRoutes();
let test: TestApp;
let portalDirectory: string;
let user: Person;
let other: Person;
let admin: Person;
let auditor: Person;
/** Ids of things that are there, by the names that paths use for them; those of accounts are `other`'s. */
let ids: Record<string, string>;
/** The same with those of the platform in place of the account's, where paths use one name for both. */
let platformIds: Record<string, string>;

beforeAll(async () => {
  portalDirectory = await mkdtemp(path.join(tmpdir(), 'litemaas-portal-'));
  await writeFile(path.join(portalDirectory, 'index.html'), 'The portal');
  test = await createTestApp({ onRoute, portalDirectory });
  user = await signUp(test.app);
  other = await signUp(test.app);
  admin = await signUpAs('admin', test.app, test.db);
  auditor = await signUpAs('auditor', test.app, test.db);
  ids = await thingsOf(other);
  platformIds = { ...ids, budgetId: await createBudget(admin, '/api/v1/admin', 'platform') };
});
afterAll(async () => {
  await test.close();
  await rm(portalDirectory, { recursive: true });
});

const isPublic = (route: Route) => nameOf(route) in publicRoutes;
const isAdminRoute = ({ url }: Route) => url.startsWith('/api/v1/admin/');
const isMemberRoute = ({ url }: Route) => /^\/api\/v1\/accounts\/:accountId(\/|$)/.test(url);
const isAnyAccountRoute = ({ url }: Route) => url.startsWith('/api/v1/admin/accounts/:accountId/');
const changesSomething = ({ method }: Route) => method !== 'GET';
const isDelete = ({ method }: Route) => method === 'DELETE';
const namesAThing = ({ url }: Route) => /:\w+/.test(url.replace(':accountId', ''));

/** The route with a value in each place: the named ones, else an id of nothing. */
function pathOf(url: string, params: Record<string, string> = {}): string {
  return url.replace(/:(\w+)/g, (_, name: string) => params[name] ?? 'none_0');
}

/** Asks every route as somebody and gives those that answer anything else than the status. */
async function askAll(
  asked: Route[],
  status: number | ((route: Route) => number | undefined),
  headers: Record<string, string>,
  params: Record<string, string> = {},
): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of asked) {
    const reply = await test.app.inject({
      method: route.method as 'GET',
      url: pathOf(route.url, params),
      headers,
      ...(changesSomething(route) && route.method !== 'DELETE' && { payload: bodies[nameOf(route)] ?? {} }),
    });
    const expected = typeof status === 'number' ? status : status(route);
    if (reply.statusCode !== expected) wrong.push(`${nameOf(route)} → ${reply.statusCode}`);
  }
  return wrong;
}

const as = (person: Person) => ({ authorization: `Bearer ${person.accessToken}` });

describe('every route', () => {
  it('is known: whoever adds one says here whom it is for', () => {
    const isSignedIn = (route: Route) =>
      !isPublic(route) && !isAdminRoute(route) && !isMemberRoute(route) && nameOf(route) !== gatewayAlias;
    expect(routes.filter(isSignedIn).map(nameOf).sort()).toEqual([
      'DELETE /api/v1/auth/sessions/:id',
      'GET /api/v1/accounts',
      'GET /api/v1/auth/sessions',
      'GET /api/v1/health/integration',
      'GET /api/v1/me',
      'GET /api/v1/models',
      'GET /api/v1/models/:modelId',
      'PATCH /api/v1/me',
      'POST /api/v1/me/password',
    ]);
    expect(routes.filter(isMemberRoute)).toHaveLength(34);
    expect(routes.filter(isAdminRoute)).toHaveLength(59);
    expect(routes.map(nameOf)).toContain(gatewayAlias);
  });

  it('outside the management API is public or the gateway’s', () => {
    const known = elsewhere.filter(({ url }) => url !== '/v1/*').map(nameOf);
    expect(known.sort()).toEqual([...Object.keys(publicElsewhere), ...gatewayRoutes].sort());
  });

  it('says in the contract whether it wants a token', () => {
    const open = routes.filter(({ schema }) => !schema?.security?.length).map(nameOf);
    expect(open.sort()).toEqual(Object.keys(publicRoutes));
  });
});

describe('access', () => {
  const guarded = () => routes.filter((route) => !isPublic(route) && nameOf(route) !== gatewayAlias);
  const reads = (route: Route) => !changesSomething(route);

  it('needs a token, and says so before anything else', async () => {
    expect(await askAll(guarded(), 401, {})).toEqual([]);
    expect(await askAll(guarded(), 401, { authorization: 'Bearer nonsense' })).toEqual([]);
  });

  it('needs none for what is public', async () => {
    expect(await askAll(routes.filter(isPublic), (route) => publicRoutes[nameOf(route)], {})).toEqual([]);
    const pages = elsewhere.filter((route) => nameOf(route) in publicElsewhere);
    expect(await askAll(pages, (route) => publicElsewhere[nameOf(route)], {})).toEqual([]);
  });

  it("hides other people's accounts", async () => {
    const member = routes.filter(isMemberRoute);
    const theirs = { ...ids, accountId: other.accountId };
    expect(await askAll(member.filter(reads), 200, as(other), theirs)).toEqual([]);
    expect(await askAll(member, 404, as(user), theirs)).toEqual([]);
    expect(await askAll(member, 404, as(admin), theirs)).toEqual([]);
    expect(await askAll(member, 404, as(user), { accountId: 'acc_none' })).toEqual([]);
  });

  it('lets auditors read and change nothing', async () => {
    const adminRoutes = routes.filter(isAdminRoute);
    const changes = adminRoutes.filter(changesSomething);
    expect(await askAll(changes, 403, as(auditor), platformIds)).toEqual([]);
    const [ofAccounts, ofPlatform] = [true, false].map((wanted) =>
      adminRoutes.filter((route) => reads(route) && isAnyAccountRoute(route) === wanted),
    ) as [Route[], Route[]];
    expect(await askAll(ofAccounts, 200, as(auditor), ids)).toEqual([]);
    expect(
      await askAll(ofAccounts.filter(namesAThing), 404, as(auditor), { accountId: ids.accountId! }),
    ).toEqual([]);
    expect(await askAll(ofPlatform, 200, as(auditor), platformIds)).toEqual([]);
    expect(await askAll(adminRoutes.filter(reads).filter(namesAThing), 404, as(auditor))).toEqual([]);
  });

  it("hides other people's things from their own account's paths", async () => {
    const things = routes.filter((route) => isMemberRoute(route) && namesAThing(route));
    const theirs = { ...ids, accountId: 'me' };
    expect(await askAll(things.filter(reads), 200, as(other), theirs)).toEqual([]);
    expect(await askAll(things, 404, as(user), theirs)).toEqual([]);
    // Last, because it ends them: they were there to be changed all the time.
    const changes = things.filter(changesSomething).sort((a, b) => Number(isDelete(a)) - Number(isDelete(b)));
    const answer = (route: Route) => otherAnswers[nameOf(route)] ?? 200;
    expect(await askAll(changes, answer, as(other), theirs)).toEqual([]);
  });

  it('keeps users out of the admin routes', async () => {
    expect(await askAll(routes.filter(isAdminRoute), 403, as(user), platformIds)).toEqual([]);
  });

  it('ends with the session, the user and the role', async () => {
    const gone = await signUpAs('admin', test.app, test.db);
    expect((await gone.call('GET', '/api/v1/admin/users')).status).toBe(200);
    await test.db.query(`UPDATE users SET role = 'user' WHERE id = $1`, [gone.userId]);
    expect((await gone.call('GET', '/api/v1/admin/users')).status).toBe(403);
    await test.db.query(`UPDATE users SET disabled_at = now() WHERE id = $1`, [gone.userId]);
    expect((await gone.call('GET', '/api/v1/me')).status).toBe(401);
  });
});

async function thingsOf(person: Person): Promise<Record<string, string>> {
  const key = await person.call('POST', '/api/v1/accounts/me/api-keys', { name: 'Theirs' });
  const stop = { scope: 'key', scopeId: key.body.apiKey.id, reason: 'A test' };
  const killSwitch = await person.call('POST', '/api/v1/accounts/me/kill-switches', stop);
  await test.db.query(
    `INSERT INTO models (id, name, display_name) VALUES ('mdl_theirs', 'theirs', 'Theirs')`,
  );
  await test.db.query(
    `INSERT INTO subscriptions (id, account_id, model_id, status) VALUES ('sub_theirs', $1, 'mdl_theirs', 'active')`,
    [person.accountId],
  );
  await test.db.query(
    `INSERT INTO usage_records (request_id, created_at, account_id, project_id, model_id, model_name, surface, stream,
       status, outcome, input_tokens, cached_input_tokens, output_tokens, estimated, cost_micro_credits,
       hold_micro_credits, price_id, latency_ms, charged, settled_ms)
     VALUES ('req_theirs', now(), $1, 'prj', 'mdl_theirs', 'theirs', 'chat', false, 200, 'success', 1, 0, 1, false, 0, 0, 1,
       1, true, 0)`,
    [person.accountId],
  );
  await test.db.query(
    `INSERT INTO kept_texts (request_id, account_id, project_id, expires_at) VALUES ('req_theirs', $1, 'prj', now() + interval '1 day')`,
    [person.accountId],
  );
  const projects = await person.call('GET', '/api/v1/accounts/me/projects');
  const budgetId = await createBudget(person, '/api/v1/accounts/me', 'account');
  const increase = await person.call('POST', `/api/v1/accounts/me/budgets/${budgetId}/increase-requests`, {
    limit: '20',
    reason: 'A good reason',
  });
  await test.db.query(
    `INSERT INTO re_ratings (id, model_id, from_at, to_at, prices, reason, created_by)
     VALUES ('rrt_one', 'mdl_theirs', '2026-01-01', '2026-01-02', $2, 'A test', $1)`,
    [person.userId, JSON.stringify(formatPrices({ ...unpriced, free: true }))],
  );
  return {
    accountId: person.accountId,
    userId: person.userId,
    budgetId,
    increaseRequestId: increase.body.id,
    keyId: key.body.apiKey.id,
    subscriptionId: 'sub_theirs',
    requestId: 'req_theirs',
    projectId: projects.body.data[0].id,
    killSwitchId: killSwitch.body.id,
    modelId: 'mdl_theirs',
    providerId: (await createProvider(admin)).id,
    reRatingId: 'rrt_one',
  };
}

async function createBudget(person: Person, base: string, scope: string): Promise<string> {
  const budget = { scope, unit: 'requests', limit: '10', period: 'day' };
  return (await person.call('POST', `${base}/budgets`, budget)).body.id as string;
}
