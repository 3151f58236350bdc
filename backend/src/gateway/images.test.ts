import type OpenAI from 'openai';
import { toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  costOfInvoice,
  createMediaWorld,
  eventsOf,
  type MediaWorld,
  tokenPrices,
  unitPrices,
} from '../../test/media-world.ts';
import { imageTokens, inputImageTokens } from '../../test/stand-ins/upstream-media.ts';
import { formatCredits } from '../lib/credits.ts';

/* Images with the official package: as many as came are charged, and tokens where the upstream counts them. */

let world: MediaWorld;
let openai: OpenAI;
const both = { ...tokenPrices, ...unitPrices };
beforeAll(async () => {
  world = await createMediaWorld();
  openai = world.openai;
  for (const name of ['no-usage', 'fewer', 'stepped', 'drop-after-3', 'error-inside', 'huge'])
    await world.add(name, name, { prices: unitPrices });
  await world.add('by image', 'no-usage', { prices: unitPrices });
  await world.add('by token', 'plain', { prices: tokenPrices });
  await world.add('by token, silent', 'no-usage', { prices: tokenPrices });
  await world.add('by both', 'plain', { prices: both });
  await world.add('free', 'plain', { prices: { free: true } });
  await world.add('by call', 'no-usage', { prices: { perRequestCredits: '3' } });
  await world.add('priced for texts', 'plain', { prices: { inputPerMillionCredits: '1' } });
  await world.add('unpriced', 'plain', { prices: {} });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const prompt = 'a cat on a mat';
const png = () => toFile(Buffer.from('png'), 'cat.png', { type: 'image/png' });
const invoice = () => world.upstream.invoices()[0]!;
const costHeader = 'x-litemaas-cost-credits';

describe('generations', () => {
  test('as they are, for the images that came', async () => {
    const { data, response } = await openai.images
      .generate({ model: world.named('by image'), prompt, n: 3, size: '1024x1024' })
      .withResponse();
    expect(data.data).toHaveLength(3);
    expect(world.upstream.calls[0]).toMatchObject({
      path: '/v1/images/generations',
      body: { model: 'no-usage', prompt, n: 3, size: '1024x1024' },
    });
    const record = await world.newest();
    expect(record).toMatchObject({
      surface: 'images.generations',
      outcome: 'success',
      estimated: false,
      input_tokens: 0n,
      output_tokens: 0n,
      token_details: { outputImages: 3 },
      cost_micro_credits: 120_000_003n,
      hold_micro_credits: 120_000_003n,
    });
    expect(record.cost_micro_credits).toBe(costOfInvoice(invoice(), unitPrices));
    expect(response.headers.get(costHeader)).toBe('120.000003');
  });

  test('fewer than were asked for cost less', async () => {
    await openai.images.generate({ model: world.named('fewer'), prompt, n: 4 });
    expect(await world.newest()).toMatchObject({
      cost_micro_credits: costOfInvoice(invoice(), unitPrices),
      token_details: { outputImages: 1 },
      estimated: false,
    });
  });

  test.each([
    ['by token', tokenPrices],
    ['by both', both],
  ])('%s: what the upstream counts', async (name, prices) => {
    await openai.images.generate({ model: world.named(name), prompt, n: 2 });
    expect(await world.newest()).toMatchObject({
      cost_micro_credits: costOfInvoice(invoice(), prices),
      output_tokens: BigInt(2 * imageTokens),
      token_details: { outputImages: 2 },
      estimated: false,
    });
  });

  test('by token, where nobody counts: an estimate within the longest answer, which says so', async () => {
    await openai.images.generate({ model: world.named('by token, silent'), prompt, n: 2 });
    const record = await world.newest();
    expect(record).toMatchObject({
      output_tokens: 2_000n,
      estimated: true,
      token_details: { outputImages: 2 },
    });
    expect(record.cost_micro_credits).toBeLessThanOrEqual(record.hold_micro_credits);
  });

  test('free ones, and ones by the call', async () => {
    await openai.images.generate({ model: world.named('free'), prompt });
    expect((await world.newest()).cost_micro_credits).toBe(0n);
    await openai.images.generate({ model: world.named('by call'), prompt, n: 2 });
    expect(await world.newest()).toMatchObject({ cost_micro_credits: 3_000_000n, estimated: false });
  });

  test.each(['priced for texts', 'unpriced'])('%s: refused, and nobody is asked', async (name) => {
    const error: unknown = await openai.images
      .generate({ model: world.named(name), prompt })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status: 422, code: 'model_unpriced' });
    expect(world.upstream.calls).toEqual([]);
  });

  test.each<[object, string]>([
    [{ prompt: '' }, 'prompt'],
    [{ prompt: 7 }, 'prompt'],
    [{ n: 0 }, 'n'],
    [{ n: 129 }, 'n'],
    [{ n: '2' }, 'n'],
    [{ partial_images: 11 }, 'partial_images'],
    [{ stream: 'yes' }, 'stream'],
    [{ model: undefined }, 'model'],
    [{ N: 2 }, 'N'],
  ])('%j is refused', async (fields, param) => {
    const body = { model: world.named('by image'), prompt, ...fields };
    const answer = await world.customer.post('/v1/images/generations', body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param } });
    expect(world.upstream.calls).toEqual([]);
  });

  test('other words for how many do not go on', async () => {
    const more = {
      num_images: 9,
      numberOfImages: 9,
      sampleCount: 9,
      num_outputs: 9,
      num_outputs_per_prompt: 9,
      num_samples: 9,
      n_iter: 9,
      batch_count: 9,
      api_base: 'http://x',
      mock_response: 'x',
    };
    await world.customer.post('/v1/images/generations', { model: world.named('by image'), prompt, ...more });
    expect(world.upstream.calls[0]?.body).toEqual({ model: 'no-usage', prompt });
  });
});

describe('streams', () => {
  test('an image that is too large to be looked at has come all the same', async () => {
    const response = await world.customer.post('/v1/images/generations', {
      model: world.named('huge'),
      prompt,
      stream: true,
    });
    expect((await response.text()).length).toBeGreaterThan(17 * 1024 * 1024);
    expect(await world.newest()).toMatchObject({ cost_micro_credits: 40_000_001n, estimated: true });
  });

  const stream = (name: string, more: object = {}, signal?: AbortSignal) =>
    openai.images.generate(
      { model: world.named(name), prompt, stream: true, partial_images: 2, ...more },
      { signal },
    );

  test('of images that get finer; the last event tells the cost', async () => {
    const events = [];
    for await (const event of await stream('by both')) events.push(event);
    expect(events.map(({ type }) => type)).toEqual([
      'image_generation.partial_image',
      'image_generation.partial_image',
      'image_generation.completed',
    ]);
    const record = await world.newest();
    expect(record).toMatchObject({
      stream: true,
      outcome: 'success',
      cost_micro_credits: costOfInvoice(invoice(), both),
      token_details: { outputImages: 1 },
      estimated: false,
    });
    expect(events[2]).toMatchObject({
      usage: { output_tokens: imageTokens, cost_credits: formatCredits(record.cost_micro_credits) },
    });
  });

  test.each([
    ['drop-after-3', 'The model server broke off'],
    ['error-inside', 'no luck'],
  ])('%s: who has seen an image pays for it', async (name, message) => {
    await expect(eventsOf(stream(name))).rejects.toThrow(message);
    expect(await world.newest()).toMatchObject({
      outcome: 'error',
      cost_micro_credits: costOfInvoice(invoice(), unitPrices),
      token_details: { outputImages: 1 },
      estimated: true,
    });
  });

  test('left after an image was seen: the same', async () => {
    const gone = new AbortController();
    const user = 'leaves';
    const reading = (async () => {
      for await (const { type } of await stream('stepped', { user }, gone.signal)) if (type) gone.abort();
    })();
    (await world.upstream.callOf(user)).step();
    await reading;
    await expect.poll(world.newest).toMatchObject({
      outcome: 'aborted',
      status: 499,
      cost_micro_credits: 40_000_001n,
      token_details: { outputImages: 1 },
      estimated: true,
    });
  });
});

describe('edits', () => {
  test('of one image: the form goes on with the model of the route, and its file as it is', async () => {
    const data = await openai.images.edit({
      model: world.named('by both'),
      prompt,
      image: await png(),
      n: 2,
    });
    expect(data.data).toHaveLength(2);
    const [call] = world.upstream.calls;
    expect(call).toMatchObject({ path: '/v1/images/edits', body: { model: 'plain', prompt, n: '2' } });
    expect(call?.files).toEqual([Buffer.from('png')]);
    expect(call?.headers.authorization).toBe('Bearer upstream-secret');
    expect(await world.newest()).toMatchObject({
      surface: 'images.edits',
      cost_micro_credits: costOfInvoice(invoice(), both),
      token_details: { imageInputTokens: inputImageTokens, images: 1, outputImages: 2 },
      estimated: false,
    });
  });

  test('of several, with a mask, as a stream', async () => {
    const ask = {
      model: world.named('by token'),
      prompt,
      image: [await png(), await png()],
      mask: await png(),
    };
    const types = [];
    for await (const { type } of await openai.images.edit({ ...ask, stream: true, partial_images: 1 }))
      types.push(type);
    expect(types).toEqual(['image_edit.partial_image', 'image_edit.completed']);
    expect(world.upstream.calls[0]?.files).toHaveLength(3);
    expect(await world.newest()).toMatchObject({
      cost_micro_credits: costOfInvoice(invoice(), tokenPrices),
      token_details: { imageInputTokens: 3 * inputImageTokens, images: 3, outputImages: 1 },
      estimated: false,
    });
  });
});
