import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import OpenAI from 'openai';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  costOfInvoice,
  createMediaWorld,
  type MediaWorld,
  tokenPrices,
  unitPrices,
} from '../../test/media-world.ts';
import { waveOf } from '../../test/sound.ts';

/* Speech with the official package: sound goes on as it comes, and its characters are charged. */

let world: MediaWorld;
let openai: OpenAI;
const perSecond = { perOutputSecondCredits: '0.250001' };
beforeAll(async () => {
  world = await createMediaWorld();
  openai = world.openai;
  for (const name of [
    'plain',
    'odd-type',
    'hang',
    'stepped',
    'drop-after-3',
    'error-at-once',
    'flood',
    'fail-400',
    'fail-500',
  ])
    await world.add(name, name, { prices: unitPrices });
  await world.add('by second', 'plain', { prices: perSecond });
  await world.add('by second, dropped', 'drop-after-3', { prices: perSecond });
  await world.add('by token', 'plain', { prices: tokenPrices });
  await world.add('priced for sound', 'plain', { prices: { perInputSecondCredits: '1' } });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

const input = 'Grüße an 👩‍🚀!';
const ask = (name: string, more: object = {}) => ({
  model: world.named(name),
  input,
  voice: 'alloy',
  ...more,
});
const invoice = () => world.upstream.invoices()[0]!;

describe('sound', () => {
  test('comes byte by byte as it is, with its type, and its characters are charged', async () => {
    const answer = await openai.audio.speech.create(ask('plain', { speed: 1.5, api_base: 'http://x' }));
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(waveOf(1));
    expect(answer.headers.get('content-type')).toBe('audio/wav');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(world.upstream.calls[0]?.body).toEqual({ model: 'plain', input, voice: 'alloy', speed: 1.5 });
    expect(world.upstream.calls[0]?.headers).toMatchObject({
      accept: '*/*',
      'content-type': 'application/json',
    });
    expect(await world.newest()).toMatchObject({
      surface: 'audio.speech',
      stream: false,
      outcome: 'success',
      estimated: false,
      token_details: { characters: 13, outputSeconds: 1 },
      cost_micro_credits: costOfInvoice(invoice(), unitPrices),
    });
  });

  test('is nothing that a browser runs, whatever the upstream calls it', async () => {
    const answer = await openai.audio.speech.create(ask('odd-type'));
    expect(answer.headers.get('content-type')).toBe('application/octet-stream');
  });

  test('is charged by the second of it', async () => {
    await (await openai.audio.speech.create(ask('by second'))).arrayBuffer();
    expect(await world.newest()).toMatchObject({ cost_micro_credits: 250_001n, estimated: false });
  });

  test('without usage is charged by an estimate of its tokens, which says so', async () => {
    await (await openai.audio.speech.create(ask('by token'))).arrayBuffer();
    const invoiced = { ...invoice(), completionTokens: 21 };
    expect(await world.newest()).toMatchObject({
      output_tokens: 21n,
      estimated: true,
      cost_micro_credits: costOfInvoice(invoiced, tokenPrices),
    });
  });

  test('goes on while it is made: the client has the first before the last is there', async () => {
    const user = 'live';
    const answering = openai.audio.speech.create(ask('stepped', { user }));
    const call = await world.upstream.callOf(user);
    call.step();
    call.step();
    const reader = (await answering).body!.getReader();
    const first = await reader.read();
    expect(Buffer.from(first.value as Uint8Array)).toEqual(waveOf(1).subarray(0, 2_011));
    call.step();
    call.step();
    while (!(await reader.read()).done);
    expect(await world.newest()).toMatchObject({ outcome: 'success' });
  });
});

describe('events', () => {
  test('of sound, with the usage of the upstream and the cost in the last', async () => {
    const answer = await openai.audio.speech.create(ask('by token', { stream_format: 'sse' }));
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await answer.text())
      .split('\n\n')
      .filter(Boolean)
      .map((event) => JSON.parse(event.split('data: ')[1]!) as { type: string; audio?: string });
    const sound = events.map(({ audio }) => Buffer.from(audio ?? '', 'base64'));
    expect(Buffer.concat(sound)).toEqual(waveOf(1));
    const record = await world.newest();
    expect(record).toMatchObject({
      stream: true,
      estimated: false,
      output_tokens: 21n,
      cost_micro_credits: costOfInvoice(invoice(), tokenPrices),
    });
    expect(events.at(-1)).toMatchObject({
      type: 'speech.audio.done',
      usage: { output_tokens: 21, cost_credits: expect.any(String) as string },
    });
  });
});

describe('what breaks off', () => {
  test('breaks off for the client, and its characters are charged', async () => {
    const answer = await openai.audio.speech.create(ask('drop-after-3'));
    await expect(answer.arrayBuffer()).rejects.toThrow();
    expect(await world.newest()).toMatchObject({
      outcome: 'error',
      error_code: 'upstream_error',
      cost_micro_credits: costOfInvoice(invoice(), unitPrices),
    });
  });

  test('costs the seconds that came', async () => {
    const answer = await openai.audio.speech.create(ask('by second, dropped'));
    await expect(answer.arrayBuffer()).rejects.toThrow();
    expect(await world.newest()).toMatchObject({ outcome: 'error', cost_micro_credits: 250_001n });
  });

  test('left by its client: its characters are charged', async () => {
    const gone = new AbortController();
    const user = 'leaves';
    const asking = openai.audio.speech.create(ask('hang', { user }), { signal: gone.signal });
    await world.upstream.callOf(user);
    gone.abort();
    await expect(asking).rejects.toThrow();
    await expect.poll(world.newest).toMatchObject({
      outcome: 'aborted',
      cost_micro_credits: 195_004n,
      token_details: { characters: 13 },
    });
  });

  test('an error in place of sound is an error, and costs nothing', async () => {
    await expect(openai.audio.speech.create(ask('error-at-once'))).rejects.toMatchObject({ status: 502 });
    expect(await world.newest()).toMatchObject({ outcome: 'error', cost_micro_credits: 0n });
  });

  test.each([
    ['fail-400', OpenAI.BadRequestError],
    ['fail-500', OpenAI.InternalServerError],
  ])('%s', async (name, kind) => {
    await expect(openai.audio.speech.create(ask(name))).rejects.toBeInstanceOf(kind);
    expect(await world.newest()).toMatchObject({ cost_micro_credits: 0n });
  });
});

test.each<[object, string]>([
  [{ input: '' }, 'input'],
  [{ input: ['a'] }, 'input'],
  [{ speed: 0.1 }, 'speed'],
  [{ speed: '1' }, 'speed'],
  [{ stream_format: 'ws' }, 'stream_format'],
  [{ Speed: 4 }, 'Speed'],
])('%j is refused', async (fields, param) => {
  const answer = await world.customer.post('/v1/audio/speech', ask('plain', fields));
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param } });
  expect(world.upstream.calls).toEqual([]);
});

test('a model that has no price of speech is refused', async () => {
  await expect(openai.audio.speech.create(ask('priced for sound'))).rejects.toMatchObject({
    status: 422,
    code: 'model_unpriced',
  });
  expect(world.upstream.calls).toEqual([]);
});

test('x-max-cost-credits holds for characters', async () => {
  const post = (credits: string) =>
    world.customer.post('/v1/audio/speech', ask('plain'), { 'x-max-cost-credits': credits });
  expect((await post('0.195003')).status).toBe(402);
  expect((await post('0.195004')).status).toBe(200);
});

test('with an Idempotency-Key the same sound comes again, and is not made again', async () => {
  const post = () => world.customer.post('/v1/audio/speech', ask('plain'), { 'idempotency-key': 'speech-1' });
  const first = Buffer.from(await (await post()).arrayBuffer());
  expect(first).toEqual(waveOf(1));
  const second = await post();
  expect(Buffer.from(await second.arrayBuffer())).toEqual(first);
  expect(second.headers.get('content-type')).toBe('audio/wav');
  expect(second.headers.get('idempotent-replayed')).toBe('true');
  expect(world.upstream.calls).toHaveLength(1);
});

test('a client that reads nothing holds the upstream back', async () => {
  const user = 'slow';
  const body = JSON.stringify(ask('flood', { user, words: 20_000 }));
  const asking = request(`${world.url}/v1/audio/speech`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.customer.key}`, 'content-length': Buffer.byteLength(body) },
  });
  asking.end(body);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  const call = await world.upstream.callOf(user);
  let sent = -1;
  await expect
    .poll(
      () => {
        const before = sent;
        sent = call.sent.length;
        return sent === before;
      },
      { interval: 200 },
    )
    .toBe(true);
  expect(sent).toBeLessThan(20_000);
  response.resume();
  await once(response, 'end');
  expect(call.sent).toHaveLength(20_000);
});
