import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { addRouted, chat, chatPath, type RouteTo } from '../../test/routed.ts';
import { type Scripted, sending, startScripted } from '../../test/stand-ins/scripted.ts';

let world: World;
let upstream: Scripted;
/** Two callers with accounts of their own. */
let one: Customer;
let other: Customer;
beforeAll(async () => {
  const longMs = 60_000;
  world = await createWorld({
    upstreamTimeouts: {
      connectMs: 1_000,
      firstByteMs: longMs,
      idleMs: longMs,
      totalMs: longMs,
      // Whoever gives up has waited long enough.
      patienceMs: 0,
      queueMs: longMs,
      stalledClientMs: longMs,
    },
  });
  upstream = await startScripted();
  one = await world.addCustomer([], '10000');
  other = await world.addCustomer([], '10000');
});
afterAll(async () => {
  await upstream.close();
  await world.close();
});
beforeEach(() => world.upstream.forget());

const provider = (fields: object = {}) =>
  createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url, ...fields });
const routed = (...routes: RouteTo[]) => addRouted(world, [one, other], routes);
async function ask(customer: Customer, model: string, more: object = {}, signal?: AbortSignal) {
  const response = await customer.post(chatPath, chat(model, more), {}, signal);
  await response.text();
  return response;
}
async function askOften(customer: Customer, model: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 0; time < times; time += 1) statuses.push((await ask(customer, model)).status);
  return [...new Set(statuses)];
}
async function stateOf({ name }: { name: string }): Promise<string | undefined> {
  const { body } = await world.admin.call('GET', '/api/v1/health/integration');
  return body.data.find((row: { name: string }) => row.name === name)?.breaker;
}

describe('a model that fails for everybody', () => {
  test('is left alone for a while; the others of its provider are not, and routes lead around it', async () => {
    const failing = await provider();
    const bad = await routed([failing.id, 'fail-500']);
    expect(await askOften(one, bad, 5)).toEqual([502]);
    expect(await askOften(other, bad, 1)).toEqual([502]);
    const response = await ask(one, bad);
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
    expect(world.upstream.calls).toHaveLength(11);
    expect(await stateOf(failing)).toBe('open');

    const good = await routed([failing.id, 'plain']);
    expect((await ask(one, good)).status).toBe(200);
    expect(await stateOf(failing)).toBe('closed');
    const around = await routed([failing.id, 'fail-500'], [world.provider.id, 'plain']);
    expect((await ask(other, around)).headers.get('x-litemaas-provider')).toBe(
      encodeURI(world.provider.name),
    );
  });

  test('also when it never answers and its clients give up', async () => {
    const hanging = await provider();
    const model = await routed([hanging.id, 'hang']);
    for (const customer of [one, other]) {
      for (let time = 0; time < 5; time += 1) {
        const user = `${customer.accountId} ${time}`;
        const gone = new AbortController();
        const asking = ask(customer, model, { stream: true, user }, gone.signal);
        const call = await world.upstream.callOf(user);
        gone.abort();
        await expect(asking).rejects.toThrow();
        await expect.poll(() => call.gone).toBe(true);
      }
    }
    await expect.poll(() => stateOf(hanging)).toBe('open');
    expect((await ask(one, model)).status).toBe(503);
  });
});

describe('a provider is not failing', () => {
  test('because one caller sees nothing but failures', async () => {
    const healthy = await provider();
    const bad = await routed([healthy.id, 'fail-500']);
    expect(await askOften(one, bad, 25)).toEqual([502]);
    expect(await stateOf(healthy)).toBe('closed');
    expect(await askOften(other, bad, 1)).toEqual([502]);
  });
  test('because requests are bad, or it is busy', async () => {
    const healthy = await provider();
    const bad = await routed([healthy.id, 'fail-400']);
    const busy = await routed([healthy.id, 'fail-429']);
    for (const customer of [one, other]) {
      expect(await askOften(customer, bad, 8)).toEqual([400]);
      expect(await askOften(customer, busy, 8)).toEqual([429]);
    }
    expect(await stateOf(healthy)).toBe('closed');
  });
});

test('a provider that nobody can connect to is failing, whoever sees it', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const away = await provider({ baseUrl: `http://127.0.0.1:${port}` });
  const [first, second] = [await routed([away.id, 'a']), await routed([away.id, 'b'])];
  // Each is tried twice.
  for (let time = 0; time < 2; time += 1)
    expect((await ask(one, first)).headers.get('retry-after')).toBe('5');
  expect((await ask(other, second)).headers.get('retry-after')).toBe('5');
  expect((await ask(other, second)).headers.get('retry-after')).toBe('30');
  expect(await stateOf(away)).toBe('open');
});

describe('a connection that breaks before a byte of the answer', () => {
  const answer = { choices: [{ index: 0, message: { content: 'a' }, finish_reason: 'stop' }] };
  test('and had served before was closed by then: the call goes over another one', async () => {
    const { id } = await provider({ baseUrl: upstream.url });
    const model = await routed([id, 'closes']);
    const served = new Set<unknown>();
    upstream.on('closes', (response, body) => {
      if (served.has(response.socket)) return void response.socket?.destroy();
      served.add(response.socket);
      return sending(answer)(response, body);
    });
    expect((await ask(one, model)).status).toBe(200);
    expect((await ask(one, model)).status).toBe(200);
    expect(upstream.calls.filter((call) => call.model === 'closes')).toHaveLength(3);
  });
  test('and is new may have cost the provider: the call has failed', async () => {
    const { id } = await provider({ baseUrl: upstream.url.replace('127.0.0.1', 'localhost') });
    const model = await routed([id, 'breaks']);
    upstream.on('breaks', (response) => void response.socket?.destroy());
    expect((await ask(one, model)).status).toBe(502);
    expect(upstream.calls.filter((call) => call.model === 'breaks')).toHaveLength(1);
  });
});
