import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { addRouted, chat, chatPath, type RouteTo } from '../../test/routed.ts';

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

describe('a provider with two slots and a line of three', () => {
  const waitFor = (count: number) => expect.poll(() => world.upstream.calls.length).toBe(count);
  let narrow: { id: string };
  let model: string;
  const leave: AbortController[] = [];
  const askAndHang = () => {
    const gone = new AbortController();
    leave.push(gone);
    const answer = customer.post(chatPath, chat(model, { stream: true }), {}, gone.signal);
    return answer.then((response) => response.status).catch(() => 'left');
  };
  beforeEach(async () => {
    leave.length = 0;
    narrow = await provider({ maxConcurrency: 2, maxQueue: 3 });
    model = await routed([narrow.id, 'stepped']);
  });
  const records = async () =>
    (await world.usage(customer.accountId)).filter((row) => row.model_name === model);

  test('serves two, lets three wait, and turns the others away', async () => {
    const statuses = Array.from({ length: 8 }, askAndHang);
    await waitFor(2);
    await expect.poll(async () => (await records()).length).toBe(3);
    for (const row of await records()) expect(row).toMatchObject({ status: 503, cost_micro_credits: 0n });
    for (const call of world.upstream.calls) for (let event = 0; event < 20; event += 1) call.step();
    await waitFor(4);
    leave.forEach((gone) => gone.abort());
    await Promise.all(statuses);
    await expect.poll(async () => (await records()).length).toBe(8);
  });

  test('who leaves the line pays nothing', async () => {
    const first = [askAndHang(), askAndHang()];
    await waitFor(2);
    const holds = async () => (await customer.credits()).heldCredits;
    const heldByTwo = await holds();
    const waiting = askAndHang();
    await expect.poll(holds).not.toBe(heldByTwo);
    leave[2]!.abort();
    await waiting;
    await expect
      .poll(records)
      .toMatchObject([{ outcome: 'aborted', status: 499, cost_micro_credits: 0n, estimated: false }]);
    leave.forEach((gone) => gone.abort());
    await Promise.all(first);
    await expect.poll(async () => (await records()).length).toBe(3);
    expect(world.upstream.calls).toHaveLength(2);
  });

  test('whose settings change serves those who waited', async () => {
    const statuses = [askAndHang(), askAndHang(), askAndHang()];
    await waitFor(2);
    const patched = await world.admin.call('PATCH', `/api/v1/admin/providers/${narrow.id}`, {
      maxConcurrency: 9,
    });
    expect(patched.status).toBe(200);
    // The next call finds the new settings; those who wait are still with the old ones.
    statuses.push(askAndHang());
    await waitFor(3);
    for (const call of world.upstream.calls) for (let event = 0; event < 20; event += 1) call.step();
    await waitFor(4);
    for (const call of world.upstream.calls) for (let event = 0; event < 20; event += 1) call.step();
    expect(await Promise.all(statuses)).toEqual([200, 200, 200, 200]);
  });
});

describe('a crowded provider', () => {
  const ask = (model: string) => customer.post(chatPath, chat(model, { stream: true }));
  const waitFor = (count: number) => expect.poll(() => world.upstream.calls.length).toBe(count);

  test('has those who come next served by the next route, and nobody who waits already', async () => {
    const local = await provider({ maxConcurrency: 1, overflowAfter: 1 });
    const cloud = await provider({ class: 'cloud', dailyRequestCap: null });
    const model = await routed([local.id, 'stepped'], [cloud.id, 'plain']);
    const leave = new AbortController();
    const first = [1, 2, 3].map(() =>
      customer.post(chatPath, chat(model, { stream: true }), {}, leave.signal).catch(() => undefined),
    );
    await waitFor(1);
    // Two are in line now, which is more than one.
    const servedBy = () =>
      customer
        .post(chatPath, chat(model, { stream: true }), {}, AbortSignal.timeout(1_000))
        .then(({ headers }) => headers.get('x-litemaas-provider'))
        .catch(() => 'nobody in time');
    await expect.poll(servedBy).toBe(encodeURI(cloud.name));
    leave.abort();
    await Promise.all(first);
  });

  test('serves all who may not go elsewhere', async () => {
    const local = await provider({ maxConcurrency: 1, overflowAfter: 0 });
    const model = await routed([local.id, 'plain']);
    const answers = await Promise.all([1, 2, 3, 4].map(() => ask(model)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    await Promise.all(answers.map((answer) => answer.text()));
  });
});

describe('who waits in a line', () => {
  const stream = (model: string, headers = {}) =>
    customer.post(chatPath, chat(model, { stream: true }), headers);
  const timeout = (value: string) => ({ 'x-litemaas-queue-timeout-ms': value });
  const serve = (position: number) => {
    const call = world.upstream.calls[position]!;
    for (let event = 0; event < 20; event += 1) call.step();
  };

  test('is told which one it was, and for how long; who did not wait is told nothing', async () => {
    const { id } = await provider({ maxConcurrency: 1 });
    const model = await routed([id, 'stepped']);
    const first = stream(model);
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    const second = stream(model);
    const waiting = async () => {
      const { body } = await world.admin.call('GET', '/api/v1/health/integration');
      return body.data.reduce(
        (sum: number, one: { details: { waiting: number } }) => sum + one.details.waiting,
        0,
      );
    };
    await expect.poll(waiting).toBe(1);
    serve(0);
    await expect.poll(() => world.upstream.calls.length).toBe(2);
    serve(1);
    const [one, two] = [await first, await second];
    expect(one.headers.get('x-litemaas-queue-position')).toBeNull();
    expect(two.headers.get('x-litemaas-queue-position')).toBe('1');
    expect(Number(two.headers.get('x-litemaas-queue-wait-ms'))).toBeGreaterThan(0);
    await Promise.all([one.text(), two.text()]);
  });

  test('and no longer than it wants, goes elsewhere, or hears when to come again', async () => {
    const { id } = await provider({ maxConcurrency: 1 });
    const model = await routed([id, 'stepped']);
    const around = await routed([id, 'stepped'], [world.provider.id, 'plain']);
    const running = stream(model);
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    const refused = await stream(model, timeout('20'));
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused.headers.get('x-litemaas-queue-position')).toBe('1');
    await refused.text();
    const elsewhere = await stream(around, timeout('0'));
    expect(elsewhere.status).toBe(200);
    expect(decodeURI(elsewhere.headers.get('x-litemaas-provider') ?? '')).toBe(world.provider.name);
    await elsewhere.text();
    serve(0);
    await (await running).text();
  });

  test('no longer than it wants in all lines together', async () => {
    const busy = [await provider({ maxConcurrency: 1 }), await provider({ maxConcurrency: 1 })];
    const models = await Promise.all(busy.map(({ id }) => routed([id, 'stepped'])));
    const model = await routed(...busy.map(({ id }): RouteTo => [id, 'stepped']));
    const running = models.map((name) => stream(name));
    await expect.poll(() => world.upstream.calls.length).toBe(2);
    const refused = await stream(model, timeout('2000'));
    expect(refused.status).toBe(503);
    await refused.text();
    const usage = `/api/v1/accounts/me/usage/${refused.headers.get('x-request-id')}`;
    const { attempts } = (await customer.call('GET', usage)).body.routing as { attempts: { ms: number }[] };
    expect(attempts.map(({ ms }) => ms >= 1_990)).toEqual([true, false]);
    serve(0);
    serve(1);
    for (const answer of running) await (await answer).text();
  });

  test.each(['-1', '1.5', 'soon', ''])('%j is no time to wait', async (value) => {
    const model = await routed([world.provider.id, 'plain']);
    const answer = await stream(model, timeout(value));
    expect(answer.status).toBe(400);
    expect(((await answer.json()) as { error: { param: string } }).error.param).toBe(
      'x-litemaas-queue-timeout-ms',
    );
  });
});

test('a cloud provider tells admins of 80 % and of all its calls of a day, and is off then', async () => {
  const cloud = await provider({ class: 'cloud', dailyRequestCap: 5 });
  const model = await routed([cloud.id, 'plain']);
  const { body } = await world.admin.call('GET', `/api/v1/admin/budgets?scope=provider&scopeId=${cloud.id}`);
  const alerts = async () => {
    await world.app.tendBudgets();
    const path = `/api/v1/admin/budgets/${body.data[0].id}/alerts`;
    const { data } = (await world.admin.call('GET', path)).body;
    return data.map(({ threshold }: { threshold: number }) => threshold);
  };
  const ask = async () => (await customer.post(chatPath, chat(model))).status;
  for (let call = 0; call < 3; call += 1) expect(await ask()).toBe(200);
  expect(await alerts()).toEqual([]);
  expect(await ask()).toBe(200);
  expect(await alerts()).toEqual([80]);
  expect(await ask()).toBe(200);
  expect(await alerts()).toEqual([100, 80]);
  expect(await ask()).toBe(402);
  expect(world.upstream.calls).toHaveLength(5);
});
