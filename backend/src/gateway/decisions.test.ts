import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { changesAreKnown } from '../../test/changes-known.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { addRouted, askOnce, chat, chatPath, type RouteTo } from '../../test/routed.ts';

let world: World;
let customer: Customer;
beforeAll(async () => {
  world = await createWorld();
  customer = await world.addCustomer([], '1000');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const provider = (fields: object = {}) =>
  createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url, ...fields });
const routed = (...routes: RouteTo[]) => addRouted(world, [customer], routes);

type Routing = {
  candidates: {
    modelName: string;
    providerName: string;
    upstreamModel?: string;
    order: number;
    fate: string;
  }[];
  attempts: { candidate: number; ms: number; status: number | null; errorCode: string | null }[];
  askedFor: object | null;
};
async function routingOf(requestId: string, person = customer): Promise<Routing | null> {
  const path = `/api/v1/accounts/${customer.accountId}/usage/${requestId}`;
  const { status, body } = await person.call('GET', path);
  expect(status).toBe(200);
  return body.routing;
}
/** What of it is the same in every run. */
async function ask(model: string) {
  const { status, usage } = await askOnce(world, customer, model);
  const routing = await routingOf(usage.request_id);
  return {
    status,
    requestId: usage.request_id,
    fates: routing?.candidates.map(({ fate }) => fate),
    attempts: routing?.attempts.map(({ ms: _, ...attempt }) => attempt),
    routing,
  };
}
const rowsOf = async (requestId: string) => {
  const { rows } = await world.db.query('SELECT 1 FROM call_routings WHERE request_id = $1', [requestId]);
  return rows.length;
};
const ok = (candidate: number) => ({ candidate, status: null, errorCode: null });
const broken = (candidate: number, status = 500) => ({ candidate, status, errorCode: 'upstream_error' });

describe('how a call found its way is told', () => {
  test('unless its first route has answered: then nothing is kept', async () => {
    const model = await routed([world.provider.id, 'plain'], [(await provider()).id, 'plain']);
    const { status, routing, requestId } = await ask(model);
    expect([status, routing, await rowsOf(requestId)]).toEqual([200, null, 0]);
  });

  test('with what failed, and what answered', async () => {
    const [bad, good] = [await provider(), await provider()];
    const model = await routed([bad.id, 'fail-500'], [good.id, 'plain'], [world.provider.id, 'spare']);
    const { status, routing, attempts } = await ask(model);
    expect(status).toBe(200);
    const named = (order: number, providerName: string, fate: string) => ({
      modelName: model,
      providerName,
      order,
      fate,
    });
    expect(routing?.candidates).toEqual([
      named(0, bad.name, 'failed'),
      named(1, good.name, 'served'),
      named(2, world.provider.name, 'not_needed'),
    ]);
    expect(attempts).toEqual([broken(0), ok(1)]);
    expect(routing?.askedFor).toBeNull();
  });

  test('to admins with the names of models at their providers', async () => {
    const model = await routed([(await provider()).id, 'fail-500'], [world.provider.id, 'plain']);
    const { usage } = await askOnce(world, customer, model);
    const path = `/api/v1/admin/accounts/${customer.accountId}/usage/${usage.request_id}`;
    const { body } = await world.admin.call('GET', path);
    expect(body.routing.candidates.map((one: { upstreamModel: string }) => one.upstreamModel)).toEqual([
      'fail-500',
      'plain',
    ]);
  });

  test('with every round of it, when all was in vain', async () => {
    const model = await routed([(await provider()).id, 'fail-503']);
    const { status, fates, attempts } = await ask(model);
    expect(status).toBe(503);
    expect(fates).toEqual(['failed']);
    const failed = { candidate: 0, status: 503, errorCode: 'upstream_unavailable' };
    expect(attempts).toEqual([failed, failed]);
  });

  test('when the second try was answered', async () => {
    const model = await routed([(await provider()).id, 'flaky-500']);
    const { status, fates, attempts } = await ask(model);
    expect([status, fates]).toEqual([200, ['served']]);
    expect(attempts).toEqual([broken(0), ok(0)]);
  });

  test('also of what nobody could connect to, and of what the request is to blame for', async () => {
    const away = await provider({ baseUrl: 'http://127.0.0.1:1' });
    const model = await routed([away.id, 'plain'], [world.provider.id, 'fail-400']);
    const { status, fates, attempts } = await ask(model);
    expect([status, fates]).toEqual([400, ['failed', 'failed']]);
    expect(attempts).toEqual([
      { candidate: 0, status: null, errorCode: 'upstream_unavailable' },
      { candidate: 1, status: 400, errorCode: 'invalid_request_error' },
    ]);
  });

  test('with what has reached its daily cap, or is stopped', async () => {
    const capped = await provider({ dailyRequestCap: 1 });
    const stopped = await provider();
    const model = await routed([capped.id, 'plain'], [stopped.id, 'plain'], [world.provider.id, 'plain']);
    await world.admin.call('POST', '/api/v1/admin/kill-switches', {
      scope: 'provider',
      scopeId: stopped.id,
      reason: 'a test',
    });
    await changesAreKnown(world.url, customer);
    expect(await ask(model)).toMatchObject({ fates: ['served', 'not_needed', 'stopped'], attempts: [] });
    expect(await ask(model)).toMatchObject({ fates: ['served', 'daily_cap', 'stopped'], attempts: [] });
  });

  test('when the first one was passed over since too many wait there', async () => {
    const local = await provider({ maxConcurrency: 1, overflowAfter: 0 });
    const cloud = await provider();
    const model = await routed([local.id, 'stepped'], [cloud.id, 'plain']);
    const leave = new AbortController();
    const stream = () => customer.post(chatPath, chat(model, { stream: true }), {}, leave.signal);
    const running = [stream()];
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    running.push(stream());
    const waits = async () => {
      const { body } = await world.admin.call('GET', '/api/v1/health/integration');
      return body.data.find(({ name }: { name: string }) => name === local.name).details.waiting;
    };
    await expect.poll(waits).toBe(1);
    expect(await ask(model)).toMatchObject({ status: 200, fates: ['served', 'crowded'], attempts: [] });
    leave.abort();
    await Promise.allSettled(running);
  });

  test('with a breaker that is open', async () => {
    const away = await provider({ baseUrl: 'http://127.0.0.1:1' });
    const model = await routed([away.id, 'plain'], [world.provider.id, 'plain']);
    for (let time = 0; time < 5; time += 1) expect((await ask(model)).fates).toEqual(['failed', 'served']);
    expect(await ask(model)).toMatchObject({ fates: ['breaker_open', 'served'] });
  });
});
