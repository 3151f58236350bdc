import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestApp, type TestApp } from '../../test/app.ts';
import { createProvider } from '../../test/catalogue.ts';
import { eventually as patiently } from '../../test/eventually.ts';
import { addInstance, type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { signUpAs } from '../../test/people.ts';

let world: World;
let other: Awaited<ReturnType<typeof addInstance>>;
/** Serves the management API only. */
let api: TestApp;
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  [other, api] = await Promise.all([
    addInstance(world),
    createTestApp({ databaseUrl: world.databaseUrl, role: 'api' }),
  ]);
  customer = await world.addCustomer([], '1000');
});
afterAll(async () => {
  await Promise.all([other.close(), api.close()]);
  await world.close();
});
beforeEach(() => world.upstream.forget());

const provider = (fields: object = {}) =>
  createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url, ...fields });

async function addModel(providerId: string, upstreamModel: string): Promise<string> {
  const { id, name } = await world.addModel(upstreamModel, { routes: [{ providerId, upstreamModel }] });
  await customer.subscribe(id);
  return name;
}

async function ask(url: string, model: string, more: object = {}, signal?: AbortSignal): Promise<number> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${customer.key}` },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 50, ...more }),
    ...(signal && { signal }),
  });
  await response.text();
  return response.status;
}

const eventually = (check: () => Promise<void>) => patiently(check, { timeout: 12_000 });
type Health = { breaker: string; latencyMs: number | null; details: Record<string, unknown> };
async function healthOf({ id }: { id: string }, app = world.app): Promise<Health> {
  const reply = await app.inject({
    url: '/api/v1/health/integration',
    headers: { authorization: `Bearer ${world.admin.accessToken}` },
  });
  const rows = reply.json<{ data: Health[] }>().data;
  return rows.find(({ details }) => details.id === id) as Health;
}

test('a provider that nobody has called is not known to be anything', async () => {
  const unused = await provider({ maxConcurrency: 2, maxQueue: 3 });
  expect(await healthOf(unused)).toMatchObject({
    breaker: 'closed',
    latencyMs: null,
    details: {
      class: 'local',
      stopped: false,
      reachable: null,
      windowSeconds: 300,
      p50Ms: null,
      p95Ms: null,
      calls: 0,
      failedCalls: 0,
      errorRate: null,
      lastFailure: null,
      running: 0,
      waiting: 0,
      maxConcurrency: 2,
      maxQueue: 3,
      connection: 'closed',
      models: [],
      dailyCap: null,
    },
  });
});

test('what all instances see is added, and each of them tells the same', async () => {
  const shared = await provider({ class: 'cloud', dailyRequestCap: 50 });
  const plain = await addModel(shared.id, 'plain');
  const bad = await addModel(shared.id, 'fail-500');
  for (const url of [world.url, world.url, other.url]) expect(await ask(url, plain)).toBe(200);
  expect(await ask(other.url, plain, { stream: true })).toBe(200);
  expect(await ask(other.url, bad)).toBe(502);
  const expected = {
    breaker: 'closed',
    latencyMs: expect.any(Number) as number,
    details: {
      class: 'cloud',
      instances: 2,
      reachable: true,
      // One of them was asked twice.
      calls: 6,
      failedCalls: 2,
      errorRate: 1 / 3,
      lastFailure: { kind: 'status', status: 500 },
      p50Ms: expect.any(Number) as number,
      p95Ms: expect.any(Number) as number,
      running: 0,
      models: [
        { upstreamModel: 'fail-500', breaker: 'closed' },
        { upstreamModel: 'plain', breaker: 'closed' },
      ],
      // The one that failed cost nothing.
      dailyCap: { used: 4, limit: 50 },
    },
  };
  for (const app of [world.app, api.app])
    await eventually(async () => expect(await healthOf(shared, app)).toMatchObject(expected));
  expect(await healthOf(shared, api.app)).toEqual(await healthOf(shared));
});

test('what the caller is to blame for, and who leaves, is no failure', async () => {
  const fine = await provider();
  expect(await ask(world.url, await addModel(fine.id, 'fail-400'))).toBe(400);
  const gone = new AbortController();
  const asking = ask(world.url, await addModel(fine.id, 'hang'), { user: 'leaves' }, gone.signal);
  await world.upstream.callOf('leaves');
  gone.abort();
  await expect(asking).rejects.toThrow();
  await eventually(async () => expect((await healthOf(fine)).details.running).toBe(0));
  expect((await healthOf(fine)).details).toMatchObject({ calls: 2, failedCalls: 0, lastFailure: null });
});

test('an answer that breaks off is a failure, and so is a busy provider', async () => {
  const weak = await provider();
  expect(await ask(world.url, await addModel(weak.id, 'error-inside'), { stream: true })).toBe(200);
  await eventually(async () =>
    expect((await healthOf(weak)).details).toMatchObject({
      calls: 1,
      failedCalls: 1,
      lastFailure: { kind: 'broken', status: 200 },
    }),
  );
  expect(await ask(world.url, await addModel(weak.id, 'fail-429'))).toBe(429);
  expect((await healthOf(weak)).details).toMatchObject({
    calls: 2,
    failedCalls: 2,
    lastFailure: { kind: 'status', status: 429 },
  });
});

test('a provider that nobody can connect to', async () => {
  const away = await provider({ baseUrl: 'http://127.0.0.1:9' });
  const model = await addModel(away.id, 'plain');
  for (let time = 0; time < 4; time += 1) expect(await ask(world.url, model)).toBe(503);
  expect(await healthOf(away)).toMatchObject({
    breaker: 'open',
    // Each call asks twice; what came after the fifth time was not tried any more.
    details: { reachable: false, connection: 'open', calls: 5, failedCalls: 5, errorRate: 1 },
  });
  const { body } = await world.app.inject('/metrics');
  expect(body).toContain(`litemaas_provider_breaker{provider="${away.name}",state="open"} 1`);
  expect(body).toContain(`litemaas_provider_breaker{provider="${away.name}",state="closed"} 0`);
});

test('calls that run, and those that wait, against their bounds', async () => {
  const narrow = await provider({ maxConcurrency: 1, maxQueue: 4 });
  const model = await addModel(narrow.id, 'hang');
  const leave = new AbortController();
  const asking = [1, 2, 3].map(() => ask(world.url, model, {}, leave.signal).catch(() => 'left'));
  await eventually(async () =>
    expect((await healthOf(narrow)).details).toMatchObject({
      running: 1,
      waiting: 2,
      maxConcurrency: 1,
      maxQueue: 4,
    }),
  );
  const { body } = await world.app.inject('/metrics');
  expect(body).toContain(`litemaas_provider_running_calls{provider="${narrow.name}"} 1`);
  expect(body).toContain(`litemaas_provider_waiting_calls{provider="${narrow.name}"} 2`);
  leave.abort();
  expect(await Promise.all(asking)).toEqual(['left', 'left', 'left']);
});

test('a stopped provider says so', async () => {
  const stopped = await provider();
  const reason = 'a test';
  const body = { scope: 'provider', scopeId: stopped.id, reason };
  expect((await world.admin.call('POST', '/api/v1/admin/kill-switches', body)).status).toBe(201);
  expect((await healthOf(stopped)).details.stopped).toBe(true);
});

test('the time to the first byte is told to Prometheus', async () => {
  const timed = await provider();
  const model = await addModel(timed.id, 'plain');
  expect(await ask(world.url, model, { stream: true })).toBe(200);
  expect(await ask(world.url, await addModel(timed.id, 'fail-500'))).toBe(502);
  const { body } = await world.app.inject('/metrics');
  expect(body).toContain(`litemaas_provider_first_byte_seconds_count{provider="${timed.name}"} 1`);
  const lasts = `litemaas_provider_first_byte_seconds_bucket{provider="${timed.name}",le="`;
  expect(body).toContain(`${lasts}+Inf"} 1`);
  expect(body).toContain(`${lasts}262.144"} 1`);
});

test('plain users see no more than names and states; auditors see all', async () => {
  const someones = await provider();
  const rowFor = async (person: { call: World['admin']['call'] }) => {
    const { body } = await person.call('GET', '/api/v1/health/integration');
    return body.data.find(({ name }: { name: string }) => name === someones.name);
  };
  expect(await rowFor(customer)).toEqual({
    name: someones.name,
    kind: 'openai-compatible',
    enabled: true,
    breaker: 'closed',
    latencyMs: null,
  });
  const auditor = await signUpAs('auditor', world.app, world.db);
  expect(await rowFor(auditor)).toEqual(await rowFor(world.admin));
  expect((await rowFor(auditor)).details.id).toBe(someones.id);
});

test('instances that died are left out', async () => {
  const used = await provider();
  const third = await addInstance(world);
  expect(await ask(third.url, await addModel(used.id, 'plain'))).toBe(200);
  await eventually(async () =>
    expect((await healthOf(used)).details).toMatchObject({ calls: 1, instances: 3 }),
  );
  await third.close();
  expect((await healthOf(used)).details).toMatchObject({ calls: 0, instances: 2 });
});
