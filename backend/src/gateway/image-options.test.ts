import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMediaWorld, type MediaWorld, unitPrices } from '../../test/media-world.ts';

/* What callers may ask for beside the way of every call, with images. */

let world: MediaWorld;
beforeAll(async () => {
  world = await createMediaWorld();
  await world.add('by image', 'no-usage', { prices: unitPrices });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const prompt = 'a cat on a mat';

const generate = (headers: Record<string, string>, more: object = {}) =>
  world.customer.post('/v1/images/generations', { model: world.named('by image'), prompt, ...more }, headers);

test('x-max-cost-credits holds to the last digit', async () => {
  const refused = await generate({ 'x-max-cost-credits': '40' });
  expect(refused.status).toBe(402);
  expect(await refused.json()).toMatchObject({
    error: {
      code: 'max_cost_exceeded',
      details: { neededCredits: '40.000001', smallestCredits: '40.000001' },
    },
  });
  expect(world.upstream.calls).toEqual([]);
  expect((await generate({ 'x-max-cost-credits': '40.000001' })).status).toBe(200);
});

test('an estimate, of images and not of forms', async () => {
  const estimate = (endpoint: string) =>
    world.customer.post('/v1/estimate', {
      endpoint,
      body: { model: world.named('by image'), prompt, n: 2 },
    });
  expect(await (await estimate('/v1/images/generations')).json()).toMatchObject({
    worst_case_credits: '80.000002',
    expected_credits: '80.000002',
    allowed: true,
  });
  const refused = await estimate('/v1/images/edits');
  expect(refused.status).toBe(400);
  expect(await refused.json()).toMatchObject({ error: { param: 'endpoint' } });
});

test('once with an Idempotency-Key, whatever boundary a form has', async () => {
  const edit = (text: string) => {
    const form = new FormData();
    for (const [name, value] of Object.entries({ model: world.named('by image'), prompt: text }))
      form.set(name, value);
    form.set('image', new Blob(['png']), 'cat.png');
    return fetch(`${world.url}/v1/images/edits`, {
      method: 'POST',
      headers: { authorization: `Bearer ${world.customer.key}`, 'idempotency-key': 'edit-1' },
      body: form,
    });
  };
  const [first, second] = [await edit('one'), await edit('one')];
  expect(await second.text()).toBe(await first.text());
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(world.upstream.calls).toHaveLength(1);
  expect((await edit('two')).status).toBe(409);
});
