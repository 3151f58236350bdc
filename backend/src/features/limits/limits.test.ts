import { afterAll, beforeAll, expect, test } from 'vitest';
import { createBudget } from '../../../test/budgets.ts';
import { createProvider, createTeam } from '../../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../../test/gateway-world.ts';
import { type Person, signUp } from '../../../test/people.ts';

let world: World;
let provider: { id: string; name: string };
let model: { id: string; name: string };
let other: { id: string; name: string };
beforeAll(async () => {
  world = await createWorld();
  provider = await createProvider(world.admin, {
    kind: 'openai-compatible',
    class: 'cloud',
    baseUrl: world.upstream.url,
    dailyRequestCap: 40,
  });
  const routes = [{ providerId: provider.id, upstreamModel: 'plain' }];
  model = await world.addModel('plain', { routes, displayName: 'The model' });
  other = await world.addModel('plain');
});
afterAll(() => world.close());

type Shown = Record<'kind' | 'scope' | 'unit', string> & {
  used: string | null;
  remaining: string | null;
  hasRoom: boolean;
  resetsAt: string | null;
};
const limitsOf = async (person: Person, query = '', account = 'me') => {
  const { status, body } = await person.call('GET', `/api/v1/accounts/${account}/limits${query}`);
  return { status, body, data: body.data as Shown[] };
};
const brief = (data: Shown[]) =>
  data.map(({ kind, scope, unit, remaining }) => `${kind} ${scope} ${unit} ${remaining}`);
const nextMidnight = () => `${new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)}T00:00:00.000Z`;

/** Somebody whose account has 100 credits and limits of many kinds. */
async function limitedCustomer(): Promise<Customer & { limitedKeyId: string }> {
  const customer = await world.addCustomer([model, other], '100');
  const { id: limitedKeyId } = await customer.createKey({ rpm: 5, tpm: 1000, concurrency: 2 });
  await createBudget(customer, { unit: 'requests', limit: '20', period: 'day' });
  await createBudget(customer, { scope: 'member', scopeId: customer.userId, unit: 'tokens', limit: '5000' });
  await createBudget(customer, {
    scope: 'key',
    scopeId: limitedKeyId,
    unit: 'credits',
    limit: '7.5',
    period: 'total',
  });
  await createBudget(customer, { scope: 'model', scopeId: model.id, unit: 'credits', limit: '9' });
  await createBudget(customer, { unit: 'tokens', limit: '1', onExceed: 'alert' });
  return { ...customer, limitedKeyId };
}

test('of any call of the caller: what each stands at, and what it is called', async () => {
  const customer = await limitedCustomer();
  const { status, data } = await limitsOf(customer);
  expect(status).toBe(200);
  expect(data).toContainEqual({
    kind: 'balance',
    scope: 'account',
    scopeId: customer.accountId,
    scopeName: customer.email,
    budgetId: null,
    unit: 'credits',
    used: '900',
    held: '0',
    limit: '1000',
    remaining: '100',
    hasRoom: true,
    resetsAt: null,
  });
  expect(data).toContainEqual({
    kind: 'budget',
    scope: 'account',
    scopeId: customer.accountId,
    scopeName: customer.email,
    budgetId: expect.stringMatching(/^bud_/) as string,
    unit: 'requests',
    used: '0',
    held: '0',
    limit: '20',
    remaining: '20',
    hasRoom: true,
    resetsAt: nextMidnight(),
  });
  expect(brief(data)).toEqual([
    'balance account credits 100',
    'budget account requests 20',
    'budget member tokens 5000',
  ]);
});

test('of a key: its budget and its limits by the minute, too', async () => {
  const customer = await limitedCustomer();
  const { data } = await limitsOf(customer, `?keyId=${customer.limitedKeyId}`);
  expect(brief(data).sort()).toEqual([
    'balance account credits 100',
    'budget account requests 20',
    'budget key credits 7.5',
    'budget member tokens 5000',
    'rate key concurrency 2',
    'rate key rpm 5',
    'rate key tpm 1000',
  ]);
  expect(data.find(({ unit }) => unit === 'rpm')).toMatchObject({ scopeName: 'test', resetsAt: null });
});

test('of a model: the quota, its budgets, and the cap of its provider', async () => {
  const customer = await limitedCustomer();
  const ofModel = [
    'budget model credits 9',
    'budget provider requests null',
    'quota subscription requests 10000',
    'quota subscription tokens 1000000',
  ];
  for (const name of [model.id, model.name]) {
    const { data } = await limitsOf(customer, `?modelId=${encodeURIComponent(name)}`);
    expect(brief(data)).toEqual(expect.arrayContaining(ofModel));
    expect(data).toHaveLength(3 + ofModel.length);
  }
  const { data } = await limitsOf(customer, `?modelId=${other.id}`);
  expect(brief(data)).not.toEqual(expect.arrayContaining([ofModel[0]]));
  expect(data.filter(({ scope }) => scope === 'provider')).toEqual([]);
});

test('what binds next comes first, as calls use it up', async () => {
  const customer = await limitedCustomer();
  const ask = () =>
    customer.post('/v1/chat/completions', {
      model: model.name,
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 20,
    });
  await createBudget(customer, {
    scope: 'project',
    scopeId: (await limitsProject(customer)).id,
    limit: '50',
  });
  const order = async () => brief((await limitsOf(customer)).data);
  expect((await order())[0]).toBe('balance account credits 100');
  await world.db.query(
    `UPDATE meters SET requests_used = 19 WHERE scope = 'account_budget' AND account_id = $1 AND period = 'day'`,
    [customer.accountId],
  );
  expect((await order()).slice(0, 2)).toEqual(['budget account requests 1', 'balance account credits 100']);
  await expect.poll(async () => (await ask()).status).toBe(402);
  const [first] = (await limitsOf(customer)).data;
  expect(first).toMatchObject({ unit: 'requests', used: '20', remaining: '0' });
  await world.db.query(
    `UPDATE meters SET window_start_ms = window_start_ms - 86400000, window_end_ms = window_start_ms WHERE scope = 'account_budget' AND account_id = $1 AND period = 'day'`,
    [customer.accountId],
  );
  expect((await order())[0]).toMatch(/^balance account credits 99\./);
});

test('of all accounts: how much is used, only for admins of the platform, also not by the order', async () => {
  const customer = await limitedCustomer();
  const own = { name: 'limits-of-all', routes: [{ providerId: provider.id, upstreamModel: 'plain' }] };
  const shared = await world.addModel('plain', own);
  const budget = { scope: 'model', scopeId: shared.id, unit: 'tokens', limit: '1000', period: 'total' };
  const made = await world.admin.call('POST', '/api/v1/admin/budgets', budget);
  expect(made.status).toBe(201);
  const use = (tokens: number) =>
    world.db.query(
      `UPDATE meters SET tokens_used = $2 WHERE scope = 'model' AND scope_id = $1 AND account_id IS NULL`,
      [shared.id, tokens],
    );
  const seen = async (person: Person) => {
    const { data } = await limitsOf(person, `?modelId=${shared.id}`);
    return { first: data[0], ofAll: data.find(({ scope }) => scope === 'model') };
  };
  await use(999);
  const hidden = { used: null, held: null, limit: '1000', remaining: null };
  const nearly = await seen(customer);
  expect(nearly.ofAll).toMatchObject({ ...hidden, hasRoom: true });
  expect(nearly.first).toMatchObject({ kind: 'balance' });
  const admins = await seen(world.admin);
  expect(admins.first).toMatchObject({ used: '999', held: '0', remaining: '1', hasRoom: true });
  await use(1000);
  const full = await seen(customer);
  expect(full.first).toEqual(full.ofAll);
  expect(full.ofAll).toMatchObject({ ...hidden, hasRoom: false });
});

const limitsProject = async (customer: Customer) =>
  (await customer.call('GET', '/api/v1/accounts/me/projects')).body.data[0] as { id: string };

test('in a running minute, when it is over', async () => {
  const customer = await limitedCustomer();
  await world.db.query(
    `UPDATE meters SET minute_start_ms = now_ms() - 20000, minute_requests_used = 4, minute_tokens_used = 70 WHERE scope_id = $1`,
    [customer.limitedKeyId],
  );
  const { data } = await limitsOf(customer, `?keyId=${customer.limitedKeyId}`);
  const [rpm, tpm] = ['rpm', 'tpm'].map((unit) => data.find((limit) => limit.unit === unit));
  expect(rpm).toMatchObject({ used: '4', remaining: '1' });
  expect(tpm).toMatchObject({ used: '70', remaining: '930' });
  const leftMs = Date.parse(rpm?.resetsAt ?? '') - Date.now();
  expect(leftMs).toBeGreaterThan(10_000);
  expect(leftMs).toBeLessThanOrEqual(40_500);
});

test('without cloud in the plan, not of cloud providers', async () => {
  const customer = await limitedCustomer();
  const put = await world.admin.call('PUT', `/api/v1/admin/accounts/${customer.accountId}/plan`, {
    planId: 'pln_basic',
  });
  expect(put.status).toBe(200);
  const { data } = await limitsOf(customer, `?modelId=${model.id}`);
  expect(data.filter(({ scope }) => scope === 'provider')).toEqual([]);
  expect(brief(data)).toContain('rate account rpm 10');
});

test('of keys and models that are there for the caller', async () => {
  const customer = await limitedCustomer();
  const stranger = await signUp(world.app);
  for (const [person, query, path] of [
    [stranger, `?keyId=${customer.keyId}`, '/keyId'],
    [customer, '?keyId=key_none', '/keyId'],
    [customer, '?modelId=none', '/modelId'],
  ] as const) {
    const { status, body } = await limitsOf(person, query);
    expect([status, body.errors[0].path]).toEqual([400, path]);
  }
  expect((await limitsOf(stranger, '', customer.accountId)).status).toBe(404);
  expect((await world.app.inject('/api/v1/accounts/me/limits')).statusCode).toBe(401);
});

test('of other members’ keys for who manages the account only', async () => {
  const owner = await signUp(world.app);
  const developer = await signUp(world.app);
  const team = await createTeam(world.db, owner, 'owner');
  await world.db.query(
    `INSERT INTO account_members (account_id, user_id, role) VALUES ($1, $2, 'developer')`,
    [team, developer.userId],
  );
  const key = async (person: Person) =>
    (await person.call('POST', `/api/v1/accounts/${team}/api-keys`, { name: 'k' })).body.apiKey.id as string;
  const [owners, developers] = [await key(owner), await key(developer)];
  expect((await limitsOf(developer, `?keyId=${owners}`, team)).status).toBe(400);
  expect((await limitsOf(developer, `?keyId=${developers}`, team)).status).toBe(200);
  expect((await limitsOf(owner, `?keyId=${developers}`, team)).status).toBe(200);
});
