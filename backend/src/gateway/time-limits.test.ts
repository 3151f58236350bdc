import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Customer, createWorld, type World } from '../../test/gateway-world.ts';
import { addRouted, askOnce, type RouteTo } from '../../test/routed.ts';

let world: World;
let customer: Customer;
beforeAll(async () => {
  world = await createWorld({
    upstreamTimeouts: {
      connectMs: 5_000,
      firstByteMs: 2_000,
      idleMs: 2_000,
      totalMs: 5_000,
      patienceMs: 60_000,
      queueMs: 60_000,
      stalledClientMs: 60_000,
    },
  });
  customer = await world.addCustomer([], '1000');
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const routed = (...routes: RouteTo[]) => addRouted(world, [customer], routes);
const ask = (model: string, more: object = {}, signal?: AbortSignal) =>
  askOnce(world, customer, model, more, signal);
const asked = () => world.upstream.calls.map(({ body }) => body.model);
/** `hi` is one token, its message 4 more, the answer's start 3. */
const inputTokens = 8n;

describe('a provider that takes too long', () => {
  test.each([false, true])(
    'to begin (stream: %s): 504, and the input is paid, as the provider bills it',
    async (stream) => {
      const answer = await ask(await routed([world.provider.id, 'hang']), { stream });
      expect([answer.status, answer.code]).toEqual([504, 'upstream_timeout']);
      expect(answer.usage).toMatchObject({
        outcome: 'error',
        input_tokens: inputTokens,
        output_tokens: 0n,
        estimated: true,
      });
      expect(world.upstream.invoices()).toEqual([{ promptTokens: 8, cachedTokens: 0, completionTokens: 0 }]);
    },
  );
  test('to go on: the stream ends with an error, and what was said is paid', async () => {
    const { status, text, usage } = await ask(await routed([world.provider.id, 'pause-after-3']), {
      stream: true,
    });
    expect(status).toBe(200);
    expect(text).toMatch(
      /data: {"error":{"message":"The model server broke off.*"code":"upstream_error".*}}\n\n$/,
    );
    expect(text).not.toContain('[DONE]');
    expect(usage).toMatchObject({ outcome: 'error', output_tokens: 3n, error_code: 'upstream_error' });
  });
  test('to begin is not tried elsewhere: it may have billed the call', async () => {
    expect((await ask(await routed([world.provider.id, 'hang'], [world.provider.id, 'plain']))).status).toBe(
      504,
    );
    expect(asked()).toEqual(['hang']);
  });
  test('in all: the stream ends with an error, and what was said is paid', async () => {
    const model = await routed([world.provider.id, 'drip']);
    const { text, usage } = await ask(model, { stream: true, words: 2_000, max_tokens: 2_000 });
    expect(text).toMatch(/data: {"error":.*"code":"upstream_error".*}}\n\n$/);
    expect(usage).toMatchObject({ outcome: 'error', error_code: 'upstream_error', estimated: true });
    expect(usage.output_tokens).toBeGreaterThan(0n);
    expect(usage.output_tokens).toBeLessThan(2_000n);
    expect(world.upstream.calls[0]!.gone).toBe(true);
  });
});
