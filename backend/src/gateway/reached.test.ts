import { APIUserAbortError, toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { createMediaWorld, eventsOf, type MediaWorld } from '../../test/media-world.ts';
import { waveOf } from '../../test/sound.ts';

/*
 * A model server that was asked may bill the call, however it ends: nothing of it is free then, whatever the model
 * is charged by.
 */

const prices = {
  'by image': { perOutputImageCredits: '40.000001' },
  'by image token': { imageOutputPerMillionCredits: '100' },
  'by second in': { perInputSecondCredits: '0.100001' },
  'by sound token': { audioInputPerMillionCredits: '100' },
  'by second out': { perOutputSecondCredits: '0.250001' },
  'by character': { charactersPerMillionCredits: '15000.3' },
  'by speech token': { audioOutputPerMillionCredits: '100' },
  'by character, images by token': {
    charactersPerMillionCredits: '15000.3',
    inputPerMillionCredits: '0',
    outputPerMillionCredits: '100',
  },
};
type PriceName = keyof typeof prices;
const upstreams = ['hang', 'reset', 'drop-after-3', 'fail-500'] as const;

let world: MediaWorld;
beforeAll(async () => {
  world = await createMediaWorld();
  // Only what never answers is waited for in vain.
  const { id } = await createProvider(world.admin, {
    kind: 'openai-compatible',
    baseUrl: world.upstream.url,
    firstByteTimeoutMs: 2_000,
  });
  const routes = { routes: [{ providerId: id, upstreamModel: 'hang', order: 0 }] };
  for (const [price, list] of Object.entries(prices))
    for (const upstream of upstreams)
      await world.add(`${price}: ${upstream}`, upstream, {
        prices: list,
        ...(upstream === 'hang' && routes),
      });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const prompt = 'a cat on a mat';
const input = 'Once upon a time there was a king who had three sons';
const png = () => toFile(Buffer.from('png'), 'cat.png', { type: 'image/png' });
const wave = () => toFile(waveOf(2.5), 'said.wav', { type: 'audio/wav' });

type Ask = (model: string, signal?: AbortSignal) => PromiseLike<unknown>;
const generate: Ask = (model, signal) => world.openai.images.generate({ model, prompt, n: 3 }, { signal });
const generateStream: Ask = (model, signal) =>
  eventsOf(world.openai.images.generate({ model, prompt, n: 3, stream: true }, { signal }));
const edit: Ask = async (model, signal) =>
  world.openai.images.edit({ model, prompt, n: 2, image: await png() }, { signal });
const transcribe: Ask = async (model, signal) =>
  world.openai.audio.transcriptions.create({ model, file: await wave() }, { signal });
const transcribeText: Ask = async (model, signal) =>
  world.openai.audio.transcriptions.create(
    { model, file: await wave(), response_format: 'text' },
    { signal },
  );
const speak: Ask = (model, signal) =>
  world.openai.audio.speech.create({ model, input, voice: 'alloy' }, { signal });
const speakStream: Ask = (model, signal) =>
  world.openai.audio.speech.create({ model, input, voice: 'alloy', stream_format: 'sse' }, { signal });

const kinds: [string, PriceName, Ask, bigint, object][] = [
  ['three images', 'by image', generate, 120_000_003n, { outputImages: 3 }],
  ['a stream of three images', 'by image', generateStream, 120_000_003n, { outputImages: 3 }],
  ['two edits', 'by image', edit, 80_000_002n, { images: 1, outputImages: 2 }],
  ['three images', 'by image token', generate, 300_000n, { imageOutputTokens: 3_000, outputImages: 3 }],
  ['three images', 'by character, images by token', generate, 300_000n, { outputImages: 3 }],
  ['a transcript', 'by second in', transcribe, 300_003n, { inputSeconds: 3 }],
  ['a transcript as a text', 'by second in', transcribeText, 300_003n, { inputSeconds: 3 }],
  ['a transcript', 'by sound token', transcribe, 3_000n, { audioInputTokens: 30, inputSeconds: 3 }],
  ['speech', 'by second out', speak, 1_000_004n, { characters: 52, outputSeconds: 4 }],
  ['a stream of speech', 'by second out', speakStream, 1_000_004n, { characters: 52, outputSeconds: 4 }],
  ['speech', 'by character', speak, 780_016n, { characters: 52 }],
  ['speech', 'by speech token', speak, 8_400n, { audioOutputTokens: 84, outputSeconds: 4 }],
];
/** One of each kind of unit: these take their time. */
const slow = kinds.filter(([name], index) => kinds.findIndex(([other]) => other === name) === index);

describe.each(kinds)('%s, %s', (_name, price, ask, cost, details) => {
  test('whose client leaves before anything came', async () => {
    const gone = new AbortController();
    const asking = ask(world.named(`${price}: hang`), gone.signal);
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    gone.abort();
    await expect(asking).rejects.toBeInstanceOf(APIUserAbortError);
    await expect.poll(world.newest).toMatchObject({
      outcome: 'aborted',
      cost_micro_credits: cost,
      token_details: details,
      estimated: true,
    });
  });

  test('whose server refuses it: free', async () => {
    await expect(ask(world.named(`${price}: fail-500`))).rejects.toMatchObject({ status: 502 });
    expect(await world.newest()).toMatchObject({
      outcome: 'error',
      cost_micro_credits: 0n,
      token_details: null,
      estimated: false,
    });
  });
});

describe.each(slow)('%s, %s', (_name, price, ask, cost, details) => {
  test.each([
    ['hang', 504],
    ['reset', 502],
  ])('whose server does not answer (%s)', async (upstream, status) => {
    await expect(ask(world.named(`${price}: ${upstream}`))).rejects.toMatchObject({ status });
    expect(await world.newest()).toMatchObject({
      outcome: 'error',
      cost_micro_credits: cost,
      token_details: details,
      estimated: true,
    });
  });
});

test('a stream of images that breaks off: nobody knows how many were made', async () => {
  const asking = world.openai.images.generate({
    model: world.named('by image: drop-after-3'),
    prompt,
    n: 4,
    stream: true,
    partial_images: 1,
  });
  await expect(eventsOf(asking)).rejects.toThrow();
  expect(await world.newest()).toMatchObject({
    outcome: 'error',
    cost_micro_credits: 160_000_004n,
    token_details: { outputImages: 4 },
    estimated: true,
  });
});
