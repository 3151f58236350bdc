import OpenAI, { APIUserAbortError, toFile } from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  costOfInvoice,
  createMediaWorld,
  eventsOf,
  type MediaWorld,
  tokenPrices,
  unitPrices,
} from '../../test/media-world.ts';
import { waveOf } from '../../test/sound.ts';
import { formatCredits } from '../lib/credits.ts';

/* Transcriptions and translations with the official package: seconds are charged, or the tokens that the upstream counts. */

let world: MediaWorld;
let openai: OpenAI;
const upstreams = [
  'plain',
  'no-usage',
  'stepped',
  'hang',
  'drop-after-3',
  'error-inside',
  'silence',
  'fail-400',
  'fail-500',
  'flaky-503',
];
beforeAll(async () => {
  world = await createMediaWorld();
  openai = world.openai;
  for (const name of upstreams) await world.add(name, name, { prices: unitPrices });
  await world.add('by token', 'usage-tokens', { prices: tokenPrices });
  await world.add('by token, silent', 'no-usage', { prices: tokenPrices });
  await world.add('by call', 'no-usage', { prices: { perRequestCredits: '3' } });
  await world.add('priced for speech', 'plain', { prices: { charactersPerMillionCredits: '1' } });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const sound = waveOf(2.5);
const wave = () => toFile(sound, 'said.wav', { type: 'audio/wav' });
const text = 'Once upon a time';
const invoice = () => world.upstream.invoices()[0]!;

describe('transcriptions', () => {
  test('as they are, by the seconds that the upstream counts; the file goes on untouched', async () => {
    const { data, response } = await openai.audio.transcriptions
      .create({ model: world.named('plain'), file: await wave(), language: 'en' })
      .withResponse();
    expect(data).toEqual({ text, usage: { type: 'duration', seconds: 3 } });
    const [call] = world.upstream.calls;
    expect(call).toMatchObject({
      path: '/v1/audio/transcriptions',
      body: { model: 'plain', language: 'en' },
    });
    expect(call?.files).toEqual([sound]);
    const record = await world.newest();
    expect(record).toMatchObject({
      surface: 'audio.transcriptions',
      outcome: 'success',
      estimated: false,
      input_tokens: 0n,
      token_details: { inputSeconds: 3 },
      cost_micro_credits: costOfInvoice(invoice(), unitPrices),
      hold_micro_credits: 300_003n,
    });
    expect(response.headers.get('x-litemaas-cost-credits')).toBe(formatCredits(record.cost_micro_credits));
  });

  test('by token', async () => {
    await openai.audio.transcriptions.create({ model: world.named('by token'), file: await wave() });
    expect(await world.newest()).toMatchObject({
      input_tokens: 30n,
      output_tokens: 4n,
      token_details: { audioInputTokens: 30, inputSeconds: 3 },
      estimated: false,
      cost_micro_credits: costOfInvoice(invoice(), tokenPrices),
    });
  });

  test('by token, where nobody counts: an estimate that says so', async () => {
    await openai.audio.transcriptions.create({ model: world.named('by token, silent'), file: await wave() });
    expect(await world.newest()).toMatchObject({
      input_tokens: 30n,
      output_tokens: 4n,
      estimated: true,
      cost_micro_credits: costOfInvoice(
        { promptTokens: 30, cachedTokens: 0, completionTokens: 4 },
        tokenPrices,
      ),
    });
  });

  test('by the length that the answer states', async () => {
    const file = await toFile(Buffer.alloc(9_000, 1), 'said.ogg');
    const data = await openai.audio.transcriptions.create({
      model: world.named('no-usage'),
      file,
      response_format: 'verbose_json',
    });
    expect(data).toMatchObject({ duration: 0.5, text });
    expect(await world.newest()).toMatchObject({
      token_details: { inputSeconds: 1 },
      cost_micro_credits: 100_001n,
      hold_micro_credits: 900_009n,
      estimated: false,
    });
  });

  test.each([
    ['srt', 3, false],
    ['vtt', 3, false],
    // Nobody says how long it plays: 9,000 bytes at 32 kbit/s.
    ['text', 3, true],
  ] as const)('%s: a text as it is, by %s seconds', async (response_format, seconds, estimated) => {
    const file = await toFile(Buffer.alloc(9_000, 1), 'said.ogg');
    const { data, response } = await openai.audio.transcriptions
      .create({ model: world.named('no-usage'), file, response_format })
      .withResponse();
    expect(data).toContain(text);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(response.headers.get('x-litemaas-cost-credits')).toBe('0.300003');
    expect(await world.newest()).toMatchObject({ token_details: { inputSeconds: seconds }, estimated });
  });

  test('subtitles end where nobody speaks any more; sound of a known length is charged to its end', async () => {
    const file = await toFile(waveOf(60), 'said.wav');
    await openai.audio.transcriptions.create({
      model: world.named('no-usage'),
      file,
      response_format: 'srt',
    });
    expect(await world.newest()).toMatchObject({ token_details: { inputSeconds: 60 }, estimated: false });
  });

  test('a length that cannot be believed costs all that was held for', async () => {
    const file = await toFile(Buffer.alloc(9_000, 1), 'silence.flac');
    await openai.audio.transcriptions.create({ model: world.named('silence'), file });
    expect(await world.newest()).toMatchObject({
      token_details: { inputSeconds: 9 },
      cost_micro_credits: 900_009n,
      hold_micro_credits: 900_009n,
      estimated: true,
    });
  });

  test('by the call, of whatever length', async () => {
    const file = await toFile(Buffer.alloc(9_000, 1), 'said.ogg');
    await openai.audio.transcriptions.create({ model: world.named('by call'), file });
    expect(await world.newest()).toMatchObject({
      cost_micro_credits: 3_000_000n,
      estimated: false,
      token_details: null,
    });
  });
});

test('translations', async () => {
  const data = await openai.audio.translations.create({ model: world.named('plain'), file: await wave() });
  expect(data).toMatchObject({ text });
  expect(world.upstream.calls[0]?.path).toBe('/v1/audio/translations');
  expect(await world.newest()).toMatchObject({
    surface: 'audio.translations',
    cost_micro_credits: costOfInvoice(invoice(), unitPrices),
  });
});

test('translations are not streamed: who asks for that is refused before a server hears of it', async () => {
  const asked = { model: world.named('plain'), file: await wave(), stream: true };
  const error: unknown = await openai.audio.translations.create(asked).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ status: 400, param: 'stream' });
  expect(world.upstream.calls).toEqual([]);
});

describe('streams', () => {
  const stream = async (name: string, more: object = {}, signal?: AbortSignal) =>
    openai.audio.transcriptions.create(
      { model: world.named(name), file: await wave(), stream: true, ...more },
      { signal },
    );

  test.each([
    ['plain', unitPrices],
    ['by token', tokenPrices],
  ])('%s: what is said as it is heard, and the cost in the last event', async (name, prices) => {
    let said = '';
    let last;
    for await (const event of await stream(name)) {
      if (event.type === 'transcript.text.delta') said += event.delta;
      last = event;
    }
    expect(said).toBe(text);
    const record = await world.newest();
    expect(record).toMatchObject({
      stream: true,
      outcome: 'success',
      estimated: false,
      cost_micro_credits: costOfInvoice(invoice(), prices),
    });
    expect(last).toMatchObject({
      type: 'transcript.text.done',
      text,
      usage: { cost_credits: formatCredits(record.cost_micro_credits) },
    });
  });

  test.each(['drop-after-3', 'error-inside'])('%s: the sound was heard, and is charged', async (name) => {
    await expect(eventsOf(stream(name))).rejects.toThrow();
    expect(await world.newest()).toMatchObject({
      outcome: 'error',
      cost_micro_credits: costOfInvoice(invoice(), unitPrices),
    });
  });

  test('left by its client: the same', async () => {
    const gone = new AbortController();
    const user = 'leaves';
    const reading = (async () => {
      for await (const { type } of await stream('stepped', { user }, gone.signal)) if (type) gone.abort();
    })();
    (await world.upstream.callOf(user)).step();
    await reading;
    await expect
      .poll(world.newest)
      .toMatchObject({ outcome: 'aborted', cost_micro_credits: 300_003n, estimated: true });
  });
});

describe('failures', () => {
  test.each([
    ['fail-400', OpenAI.BadRequestError],
    ['fail-500', OpenAI.InternalServerError],
  ])('%s costs nothing', async (name, kind) => {
    const file = await wave();
    await expect(
      openai.audio.transcriptions.create({ model: world.named(name), file }),
    ).rejects.toBeInstanceOf(kind);
    expect(await world.newest()).toMatchObject({ outcome: 'error', cost_micro_credits: 0n });
  });

  test('who leaves pays for what is heard', async () => {
    const gone = new AbortController();
    const asking = openai.audio.transcriptions.create(
      { model: world.named('hang'), file: await wave(), prompt: 'gone' },
      { signal: gone.signal },
    );
    await expect.poll(() => world.upstream.calls.length).toBe(1);
    gone.abort();
    await expect(asking).rejects.toBeInstanceOf(APIUserAbortError);
    await expect
      .poll(world.newest)
      .toMatchObject({ outcome: 'aborted', cost_micro_credits: 300_003n, estimated: true });
  });

  test('a second try is billed once', async () => {
    const patient = world.customer.openai({ maxRetries: 3 });
    const before = (await world.usage(world.customer.accountId)).length;
    await patient.audio.transcriptions.create({ model: world.named('flaky-503'), file: await wave() });
    const records = (await world.usage(world.customer.accountId)).slice(before);
    expect(records.reduce((sum, { cost_micro_credits: cost }) => sum + cost, 0n)).toBe(300_003n);
    expect(world.upstream.invoices()).toHaveLength(1);
  });

  test('a model that has no price of sound is refused', async () => {
    const file = await wave();
    await expect(
      openai.audio.transcriptions.create({ model: world.named('priced for speech'), file }),
    ).rejects.toMatchObject({ status: 422, code: 'model_unpriced' });
    expect(world.upstream.calls).toEqual([]);
  });
});
