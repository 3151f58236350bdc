import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMediaWorld, type MediaWorld, unitPrices } from '../../test/media-world.ts';

/* Images that do not come. */

let world: MediaWorld;
let openai: OpenAI;
beforeAll(async () => {
  world = await createMediaWorld();
  openai = world.openai;
  for (const name of ['fail-400', 'fail-429', 'fail-500', 'flaky-500'])
    await world.add(name, name, { prices: unitPrices });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const prompt = 'a cat on a mat';
const png = () => toFile(Buffer.from('png'), 'cat.png', { type: 'image/png' });

test.each([
  ['fail-400', OpenAI.BadRequestError],
  ['fail-429', OpenAI.RateLimitError],
  ['fail-500', OpenAI.InternalServerError],
])('%s, of both kinds, costs nothing', async (name, kind) => {
  const model = world.named(name);
  await expect(openai.images.generate({ model, prompt })).rejects.toBeInstanceOf(kind);
  await expect(openai.images.edit({ model, prompt, image: await png() })).rejects.toBeInstanceOf(kind);
  expect(await world.newest()).toMatchObject({
    outcome: 'error',
    cost_micro_credits: 0n,
    token_details: null,
  });
});

test('a second try is billed once, a form as well', async () => {
  const patient = world.customer.openai({ maxRetries: 3 });
  const model = world.named('flaky-500');
  const before = (await world.usage(world.customer.accountId)).length;
  await patient.images.generate({ model, prompt: 'one' });
  expect(world.upstream.invoices()).toHaveLength(1);
  const records = (await world.usage(world.customer.accountId)).slice(before);
  expect(records.reduce((sum, { cost_micro_credits: cost }) => sum + cost, 0n)).toBe(40_000_001n);
});
