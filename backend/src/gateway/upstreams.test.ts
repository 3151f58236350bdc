import { createServer as createHttpServer } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { addRouted, askOnce, chat, chatPath, type RouteTo } from '../../test/routed.ts';

let world: World;
let customer: Customer;
/** An address where nobody listens. */
let nowhere: string;
beforeAll(async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  nowhere = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise((resolve) => server.close(resolve));
  world = await createWorld();
  customer = await world.addCustomer([], '10000');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const provider = (fields: object = {}) =>
  createProvider(world.admin, { kind: 'openai-compatible', baseUrl: world.upstream.url, ...fields });
const routed = (...routes: RouteTo[]) => addRouted(world, [customer], routes);
const ask = (model: string, more: object = {}, signal?: AbortSignal) =>
  askOnce(world, customer, model, more, signal);
const asked = () => world.upstream.calls.map(({ body }) => body.model);

describe('a provider that cannot be reached', () => {
  test('503, to be tried again, and nothing is paid', async () => {
    const away = await provider({ baseUrl: nowhere });
    const answer = await ask(await routed([away.id, 'plain']));
    expect([answer.status, answer.code]).toEqual([503, 'upstream_unavailable']);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(answer.usage).toMatchObject({
      outcome: 'error',
      cost_micro_credits: 0n,
      provider_name: away.name,
    });
  });
});

describe('an error in place of an answer', () => {
  test('costs nothing, and is one for the client', async () => {
    const answer = await ask(await routed([world.provider.id, 'error-at-once']));
    expect([answer.status, answer.code]).toEqual([502, 'upstream_error']);
    expect(answer.text).toContain('no luck at [address]');
    expect(answer.usage).toMatchObject({ outcome: 'error', status: 502, cost_micro_credits: 0n });
  });
  test('of a stream as well', async () => {
    const answer = await ask(await routed([world.provider.id, 'error-at-once']), { stream: true });
    expect(answer.text).toBe(
      'data: {"error":{"message":"no luck at [address]","type":"upstream_error","code":"upstream_error","param":null}}\n\n',
    );
    expect(answer.usage).toMatchObject({ outcome: 'error', status: 200, cost_micro_credits: 0n });
  });
});

test('a redirect is not followed and not taken for an answer', async () => {
  const answer = await ask(await routed([world.provider.id, 'fail-302']));
  expect([answer.status, answer.code]).toEqual([502, 'upstream_error']);
  expect(answer.text).not.toContain('10.0.0.7');
  expect(answer.usage.cost_micro_credits).toBe(0n);
});

describe('the next route', () => {
  test.each(['fail-500', 'fail-503', 'fail-429', 'fail-401', 'fail-404'])(
    'is tried after %s, in its own words, and alone is paid',
    async (first) => {
      const second = await provider();
      const answer = await ask(await routed([world.provider.id, first], [second.id, 'plain']));
      expect(answer.status).toBe(200);
      expect(answer.headers.get('x-litemaas-provider')).toBe(encodeURI(second.name));
      expect(asked()).toEqual([first, 'plain']);
      expect(answer.usage).toMatchObject({
        provider_name: second.name,
        outcome: 'success',
        output_tokens: 12n,
      });
    },
  );
  test('is tried after nobody was there', async () => {
    const away = await provider({ baseUrl: nowhere });
    expect((await ask(await routed([away.id, 'x'], [world.provider.id, 'plain']))).status).toBe(200);
  });
  test('is tried for streams, too', async () => {
    const answer = await ask(await routed([world.provider.id, 'fail-500'], [world.provider.id, 'plain']), {
      stream: true,
    });
    expect(answer.text.endsWith('data: [DONE]\n\n')).toBe(true);
  });
  test('when all fail: each once more, the last error, one record, nothing paid', async () => {
    const answer = await ask(await routed([world.provider.id, 'fail-500'], [world.provider.id, 'fail-503']));
    expect([answer.status, answer.code]).toEqual([503, 'upstream_unavailable']);
    expect(asked()).toEqual(['fail-500', 'fail-503', 'fail-500', 'fail-503']);
    expect(answer.usage.cost_micro_credits).toBe(0n);
  });
  test('is waited for until every provider may be asked again that has named a time', async () => {
    const askedAtMs: number[] = [];
    const server = createHttpServer((request, response) => {
      askedAtMs.push(performance.now());
      request.resume();
      response.writeHead(503, { 'retry-after': '1' }).end();
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const patient = await provider({ baseUrl });
    const answer = await ask(await routed([patient.id, 'x'], [world.provider.id, 'fail-500']));
    expect([answer.status, askedAtMs.length]).toEqual([502, 2]);
    expect(askedAtMs[1]! - askedAtMs[0]!).toBeGreaterThanOrEqual(1_000);
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  test.each(['fail-400', 'fail-422'])('is not tried after %s: the request is to blame', async (first) => {
    expect((await ask(await routed([world.provider.id, first], [world.provider.id, 'plain']))).status).toBe(
      Number(first.slice(-3)),
    );
    expect(asked()).toEqual([first]);
  });
  test('is not tried once something was said', async () => {
    const answer = await ask(
      await routed([world.provider.id, 'drop-after-3'], [world.provider.id, 'plain']),
      { stream: true },
    );
    expect(answer.text).toContain('"error"');
    expect(asked()).toEqual(['drop-after-3']);
  });
  test('is not tried for a client that has gone', async () => {
    const model = await routed([world.provider.id, 'hang'], [world.provider.id, 'plain']);
    const gone = new AbortController();
    const asking = customer.post(chatPath, chat(model, { user: 'goes' }), {}, gone.signal);
    const call = await world.upstream.callOf('goes');
    gone.abort();
    await expect(asking).rejects.toThrow();
    await expect.poll(() => call.gone).toBe(true);
    const records = async () =>
      (await world.usage(customer.accountId)).filter((row) => row.model_name === model);
    await expect.poll(async () => (await records()).map(({ outcome }) => outcome)).toEqual(['aborted']);
    expect(asked()).toEqual(['hang']);
  });
});

describe('JSON answers', () => {
  test.each(['plain', 'no-length', 'no-usage', 'no-length-no-usage'])(
    'of megabytes (%s)',
    async (upstream) => {
      const words = 300_000;
      const answer = await ask(await routed([world.provider.id, upstream]), { words, max_tokens: words });
      expect(answer.text.length).toBeGreaterThan(1_000_000);
      expect(answer.usage).toMatchObject({
        output_tokens: BigInt(words),
        estimated: upstream.includes('no-usage'),
      });
      expect(Number(answer.headers.get('content-length'))).toBe(Buffer.byteLength(answer.text));
    },
  );
});
