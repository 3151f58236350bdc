import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, type TestApp } from './app.ts';
import { type Person, signUp, signUpAs } from './people.ts';

/** What may be asked without a token. A route that is not named here wants one. */
const publicRoutes = [
  'GET /api/v1/health',
  'GET /api/v1/health/ready',
  'GET /api/v1/plans',
  'GET /api/v1/settings',
  'POST /api/v1/auth/login',
  'POST /api/v1/auth/logout',
  'POST /api/v1/auth/refresh',
  'POST /api/v1/auth/register',
];
/** Describes the others, to everybody, and not itself. */
const contract = 'GET /api/v1/openapi.json';
/** Speaks the gateway's language, and is proven with the gateway. */
const gatewayAlias = 'POST /api/v1/chat/completions';

const routes: { method: string; url: string; schema: RouteOptions['schema'] }[] = [];
let test: TestApp;
let user: Person;
let other: Person;
let admin: Person;
let auditor: Person;

beforeAll(async () => {
  const onRoute = ({ method, url, schema }: RouteOptions) => {
    for (const verb of [method].flat()) {
      const route = { method: verb, url, schema };
      if (url.startsWith('/api/v1/') && verb !== 'HEAD' && nameOf(route) !== contract) routes.push(route);
    }
  };
  test = await createTestApp({ onRoute });
  user = await signUp(test.app);
  other = await signUp(test.app);
  admin = await signUpAs('admin', test.app, test.db);
  auditor = await signUpAs('auditor', test.app, test.db);
});
afterAll(() => test.close());

const nameOf = ({ method, url }: { method: string; url: string }) => `${method} ${url}`;
const isAdminRoute = ({ url }: { url: string }) => url.startsWith('/api/v1/admin/');
const isMemberRoute = ({ url }: { url: string }) => /^\/api\/v1\/accounts\/:accountId(\/|$)/.test(url);
const changesSomething = ({ method }: { method: string }) => method !== 'GET';

/** The route with a value in each place: the named ones, else an id of nothing. */
function pathOf(url: string, params: Record<string, string> = {}): string {
  return url.replace(/:(\w+)/g, (_, name: string) => params[name] ?? 'none_0');
}

/** Asks every route as somebody and gives those that do not answer with the status. */
async function askAll(
  asked: typeof routes,
  status: (actual: number) => boolean,
  headers: Record<string, string>,
  params: Record<string, string> = {},
): Promise<string[]> {
  const wrong: string[] = [];
  for (const route of asked) {
    const reply = await test.app.inject({
      method: route.method as 'GET',
      url: pathOf(route.url, params),
      headers,
      ...(changesSomething(route) && route.method !== 'DELETE' && { payload: {} }),
    });
    if (!status(reply.statusCode)) wrong.push(`${nameOf(route)} → ${reply.statusCode}`);
  }
  return wrong;
}

const as = (person: Person) => ({ authorization: `Bearer ${person.accessToken}` });

describe('every route', () => {
  it('is known', () => {
    expect(routes.length).toBeGreaterThan(40);
    expect(routes.filter(isAdminRoute).length).toBeGreaterThan(15);
    expect(routes.filter(isMemberRoute).length).toBeGreaterThan(10);
    expect(routes.map(nameOf)).toContain(gatewayAlias);
  });

  it('says what it does and what it answers, errors included', () => {
    const silent = routes.filter(({ schema }) => {
      const { summary, description, tags, response } = schema ?? {};
      const statuses = Object.keys((response as object | undefined) ?? {});
      const answers = statuses.some((status) => /^2\d\d$/.test(status));
      const fails = statuses.includes('4xx') && statuses.includes('5xx');
      return !(summary && description && tags?.length && answers && fails);
    });
    expect(silent.map(nameOf)).toEqual([]);
  });

  it('says in the contract whether it wants a token', () => {
    const open = routes.filter(({ schema }) => !schema?.security?.length).map(nameOf);
    expect(open.sort()).toEqual(publicRoutes);
  });

  it('declares its path parameters and takes no unknown body field', () => {
    const loose = routes.filter(({ url, schema }) => {
      const params = schema?.params as { properties?: object } | undefined;
      const undeclared = [...url.matchAll(/:(\w+)/g)].some(
        ([, name = '']) => !(name in (params?.properties ?? {})),
      );
      const bodies = [schema?.body].flatMap((body) => (body as { anyOf?: object[] })?.anyOf ?? [body]);
      const isOpen = bodies.some(
        (body) =>
          (body as { type?: string })?.type === 'object' &&
          (body as { additionalProperties?: unknown }).additionalProperties !== false,
      );
      return undeclared || isOpen;
    });
    expect(loose.map(nameOf)).toEqual([gatewayAlias]);
  });
});

describe('access', () => {
  const guarded = () =>
    routes.filter((route) => !publicRoutes.includes(nameOf(route)) && nameOf(route) !== gatewayAlias);

  it('needs a token, and says so before anything else', async () => {
    expect(await askAll(guarded(), (status) => status === 401, {})).toEqual([]);
    expect(await askAll(guarded(), (status) => status === 401, { authorization: 'Bearer nonsense' })).toEqual(
      [],
    );
  });

  it('needs none for what is public', async () => {
    const open = routes.filter(
      (route) => publicRoutes.includes(nameOf(route)) && !route.url.endsWith('/refresh'),
    );
    expect(open).toHaveLength(publicRoutes.length - 1);
    expect(await askAll(open, (status) => status !== 401, {})).toEqual([]);
  });

  it("hides other people's accounts", async () => {
    const member = routes.filter(isMemberRoute);
    for (const accountId of [other.accountId, 'acc_none'])
      expect(await askAll(member, (status) => status === 404, as(user), { accountId })).toEqual([]);
    expect(
      await askAll(member, (status) => status === 404, as(admin), { accountId: other.accountId }),
    ).toEqual([]);
  });

  it("hides other people's things from their own account's paths", async () => {
    const things = routes.filter(
      (route) => isMemberRoute(route) && /:\w+/.test(route.url.replace(':accountId', '')),
    );
    const ids = await thingsOf(other);
    expect(await askAll(things, (status) => status === 404, as(user), { ...ids, accountId: 'me' })).toEqual(
      [],
    );
    expect(Object.keys(ids).sort()).toEqual(
      [...new Set(things.flatMap(({ url }) => [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)))]
        .filter((name) => name !== 'accountId')
        .sort(),
    );
  });

  it('keeps users out of the admin routes', async () => {
    expect(await askAll(routes.filter(isAdminRoute), (status) => status === 403, as(user))).toEqual([]);
  });

  it('lets auditors read and change nothing', async () => {
    const adminRoutes = routes.filter(isAdminRoute);
    const reads = adminRoutes.filter((route) => !changesSomething(route));
    const changes = adminRoutes.filter(changesSomething);
    expect(await askAll(changes, (status) => status === 403, as(auditor))).toEqual([]);
    expect(await askAll(reads, (status) => status === 200 || status === 404, as(auditor))).toEqual([]);
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

/** Ids of things that belong to a person, by the names that paths use for them. */
async function thingsOf(person: Person): Promise<Record<string, string>> {
  const key = await person.call('POST', '/api/v1/accounts/me/api-keys', { name: 'Theirs' });
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
       hold_micro_credits, price_id, latency_ms)
     VALUES ('req_theirs', now(), $1, 'prj', 'mdl_theirs', 'theirs', 'chat', false, 200, 'success', 1, 0, 1, false, 0, 0, 1, 1)`,
    [person.accountId],
  );
  return { keyId: key.body.apiKey.id, subscriptionId: 'sub_theirs', requestId: 'req_theirs' };
}
