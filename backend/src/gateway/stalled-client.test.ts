import http from 'node:http';
import { expect, test } from 'vitest';
import { createWorld } from '../../test/gateway-world.ts';

const path = '/v1/chat/completions';

test('a client that reads nothing is cut, and pays what was said', async () => {
  const minuteMs = 60_000;
  const world = await createWorld({
    upstreamTimeouts: {
      connectMs: minuteMs,
      firstByteMs: minuteMs,
      idleMs: minuteMs,
      totalMs: minuteMs,
      patienceMs: 60_000,
      queueMs: 60_000,
      stalledClientMs: 300,
    },
  });
  const model = await world.addModel('flood');
  const customer = await world.addCustomer([model], '1000');
  const headers = { authorization: `Bearer ${customer.key}` };
  const body = JSON.stringify({
    model: model.name,
    messages: [{ role: 'user', content: 'hi' }],
    stream: true,
    words: 100_000,
    max_tokens: 200_000,
  });
  // Nobody reads the answer.
  const asking = http.request(world.url + path, { method: 'POST', headers, agent: false }, (answer) =>
    answer.on('error', () => {}),
  );
  asking.end(body);
  await expect
    .poll(() => world.usage(customer.accountId), { timeout: 20_000 })
    .toMatchObject([{ outcome: 'aborted', estimated: true }]);
  await expect.poll(() => world.upstream.calls[0]!.gone).toBe(true);
  asking.destroy();
  await world.close();
});
