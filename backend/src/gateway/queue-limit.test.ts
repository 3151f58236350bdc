import { afterAll, beforeAll, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { addRouted, askOnce, chat, chatPath, type RouteTo } from '../../test/routed.ts';

const queueMs = 1_000;

let world: World;
let customer: Customer;
beforeAll(async () => {
  const longMs = 60_000;
  world = await createWorld({
    upstreamTimeouts: {
      connectMs: 5_000,
      firstByteMs: longMs,
      idleMs: longMs,
      totalMs: longMs,
      patienceMs: longMs,
      queueMs,
      stalledClientMs: longMs,
    },
  });
  customer = await world.addCustomer([], '1000');
});
afterAll(() => world.close());

test('a call waits no longer than any may in all lines together', async () => {
  const provider = { kind: 'openai-compatible', baseUrl: world.upstream.url, maxConcurrency: 1 };
  const busy = [await createProvider(world.admin, provider), await createProvider(world.admin, provider)];
  const models = await Promise.all(busy.map(({ id }) => addRouted(world, [customer], [[id, 'stepped']])));
  const around = await addRouted(
    world,
    [customer],
    busy.map(({ id }): RouteTo => [id, 'stepped']),
  );
  const leave = new AbortController();
  const running = models.map((model) =>
    customer.post(chatPath, chat(model, { stream: true }), {}, leave.signal).catch(() => 'left'),
  );
  await expect.poll(() => world.upstream.calls.length).toBe(2);
  const { status, headers } = await askOnce(world, customer, around);
  expect(status).toBe(503);
  const usage = `/api/v1/accounts/me/usage/${headers.get('x-request-id')}`;
  const { attempts } = (await customer.call('GET', usage)).body.routing as { attempts: { ms: number }[] };
  expect(attempts.map(({ ms }) => ms >= queueMs - 10)).toEqual([true, false]);
  leave.abort();
  await Promise.all(running);
});
