import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMediaWorld, type MediaWorld, unitPrices } from '../../test/media-world.ts';

/* What a form may be: one that can be read in one way only. */

let world: MediaWorld;
beforeAll(async () => {
  world = await createMediaWorld();
  await world.add('plain', 'plain', { prices: unitPrices });
});
afterAll(() => world.close());
beforeEach(() => world.upstream.forget());

describe('forms that are refused, with nobody asked', () => {
  const disposition = (rest: string) => `Content-Disposition: form-data; ${rest}\r\n\r\n`;
  const field = (name: string, value: string) => `--b\r\n${disposition(`name="${name}"`)}${value}\r\n`;
  const file = `--b\r\n${disposition('name="file"; filename="a.wav"')}RIFF\r\n`;
  const model = () => field('model', world.named('plain'));
  const send = (body: string, type = 'multipart/form-data; boundary=b') =>
    world.customer.post('/v1/audio/transcriptions', body, { 'content-type': type });
  const end = '--b--\r\n';

  test.each<[string, () => string, string | null]>([
    ['no model', () => file + end, 'model'],
    ['no file', () => model() + end, 'file'],
    ['a text in place of the file', () => model() + field('file', 'RIFF') + end, 'file'],
    ['two files', () => model() + file + file + end, 'file'],
    ['two models around the file', () => model() + file + field('model', 'other') + end, 'model'],
    ['a model in another case', () => model() + field('MODEL', 'other') + file + end, 'MODEL'],
    ['a list of models', () => field('model[]', 'other') + file + end, 'model'],
    ['a file as the model', () => file.replace('"file"', '"model"') + file + end, 'model'],
    ['an address in place of sound', () => model() + file + field('url', 'http://x/y.wav') + end, 'url'],
    ['a stream that is neither', () => model() + file + field('stream', '1') + end, 'stream'],
    ['a body that breaks off', () => model() + file.slice(0, -4), null],
    ['a second form behind the first', () => model() + file + end + model(), null],
    ['a boundary inside of the file', () => model() + file.replace('RIFF', `RIFF\n--b\r\n`) + end, null],
    ['10,000 fields', () => model() + file + field('x[]', 'v').repeat(10_000) + end, null],
    ['JSON in a form', () => '{"model":"x"}', null],
  ])('%s', async (_what, body, param) => {
    const answer = await send(body());
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request_error', param } });
    expect(world.upstream.calls).toEqual([]);
  });

  test('JSON', async () => {
    const answer = await send(JSON.stringify({ model: world.named('plain') }), 'application/json');
    expect(answer.status).toBe(400);
    expect(world.upstream.calls).toEqual([]);
  });

  test('more than 32 MiB', async () => {
    const answer = await send(model() + file.replace('RIFF', 'x'.repeat(32 * 1024 * 1024)) + end);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { code: 'request_too_large' } });
    expect(world.upstream.calls).toEqual([]);
  });

  test('but a model behind the file is one, and fields that are not for it are left out', async () => {
    const evil = field('api_base', 'http://x') + field('Mock_Response', 'x') + field('extra_body[a]', 'x');
    expect((await send(file + evil + model() + end)).status).toBe(200);
    expect(world.upstream.calls[0]?.body).toEqual({ model: 'plain' });
    expect(world.upstream.calls[0]?.files).toEqual([Buffer.from('RIFF')]);
  });
});
