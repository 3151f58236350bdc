import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScriptedWorld, type ScriptedWorld } from '../../test/scripted-world.ts';
import {
  delta,
  done,
  event,
  finish,
  type Script,
  sending,
  streaming,
  usage,
} from '../../test/stand-ins/scripted.ts';

/* Servers that answer as none should: what is no answer is an error, and what was said is counted. */

let scene: ScriptedWorld;
beforeAll(async () => {
  scene = await createScriptedWorld();
});
afterAll(() => scene.close());

/** Asks a model that answers so; gives the answer and its record. */
async function ask(script: Script, more: object = {}, path = '/v1/chat/completions') {
  const model = await scene.modelFor(script);
  const body = { model, max_tokens: 500, messages: [{ role: 'user', content: 'hi' }], ...more };
  const response = await scene.customer.post(path, body);
  const text = await response.text();
  const [record] = await scene.recordsOf(model);
  const error = /^\{"error"|^data: \{"error"/m.test(text) ? (/"code":"(\w+)"/.exec(text)?.[1] ?? null) : null;
  return { status: response.status, headers: response.headers, text, error, record: record! };
}
const stream = (script: Script, more: object = {}) => ask(script, { stream: true, ...more });
const words = (count: number) => Array.from({ length: count }, () => ' word').join('');
const answer = (message: object, more: object = {}) => ({
  id: 'c',
  object: 'chat.completion',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: 'stop' }],
  ...more,
});

describe('usage that came too early', () => {
  const placeholder = delta('', usage(8, 1));
  test('is not the bill: what followed it is counted', async () => {
    const { record } = await stream(
      streaming(placeholder, ...Array.from({ length: 200 }, () => delta(' word')), finish(), done),
    );
    expect(record).toMatchObject({
      outcome: 'success',
      output_tokens: 200n,
      input_tokens: 8n,
      estimated: true,
    });
  });
  test('neither when the stream breaks off', async () => {
    const { record } = await stream((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(placeholder + delta(words(50)), () => response.destroy());
    });
    expect(record).toMatchObject({ outcome: 'error', output_tokens: 50n, estimated: true });
  });
  test('nor when the client goes', async () => {
    const model = await scene.modelFor((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(placeholder + delta(words(50)));
    });
    const gone = new AbortController();
    const body = { model, stream: true, messages: [{ role: 'user', content: 'hi' }] };
    const response = await scene.customer.post('/v1/chat/completions', body, {}, gone.signal);
    const reader = response.body!.getReader();
    for (let text = ''; !text.includes(words(50));)
      text += Buffer.from((await reader.read()).value).toString();
    gone.abort();
    await expect
      .poll(() => scene.recordsOf(model))
      .toMatchObject([{ outcome: 'aborted', output_tokens: 50n, estimated: true }]);
  });
  test('usage that the upstream counts along is its own, to the last event of it', async () => {
    const { record } = await stream(
      streaming(delta(' a', usage(8, 1)), delta(' b', usage(8, 7)), finish(usage(8, 9)), done),
    );
    expect(record).toMatchObject({ output_tokens: 9n, estimated: false });
  });
  test('the end of the answer may come after its usage', async () => {
    const { record } = await stream(
      streaming(delta(' a'), event({ choices: [], ...usage(8, 9) }), finish(), done),
    );
    expect(record).toMatchObject({ output_tokens: 9n, estimated: false });
  });
});

describe('[DONE] is the end', () => {
  const whole = delta(' a') + finish() + event({ choices: [], ...usage(8, 3) }) + done;
  test('a connection that breaks after it takes nothing back', async () => {
    const { text, record, error } = await stream((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(whole, () => response.destroy());
    });
    expect([error, text.endsWith(done)]).toEqual([null, true]);
    expect(record).toMatchObject({ outcome: 'success', output_tokens: 3n, estimated: false });
  });
  test('a server that does not close after it is not waited for, and gets no more attention', async () => {
    const { text, record } = await stream((response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(whole + delta(' more') + event({ error: { message: 'no' } }));
    });
    expect(text).toBe(delta(' a') + finish() + done);
    expect(record).toMatchObject({ outcome: 'success', output_tokens: 3n });
    await expect.poll(() => scene.upstream.calls.at(-1)!.gone).toBe(true);
  });
});

describe('with status 200, but no answer', () => {
  const long = 'x'.repeat(100_000);
  test.each<[string, Script]>([
    ['a long error', sending({ error: { message: 'out of luck' }, trace: long })],
    ['nothing', sending('')],
    ['a page', sending('<html><body>Sign in</body></html>', { 'content-type': 'text/html' })],
    ['a page that calls itself JSON', sending('<html></html>')],
    ['a list', sending('[1,2]')],
    ['an object of something else', sending({ status: 'ok', data: [] })],
    ['no choices but words about them', sending({ text: '"choices":[]' })],
    ['204', sending('', {}, 204)],
  ])('%s is an error that costs nothing', async (_name, script) => {
    for (const more of [{}, { stream: true }]) {
      const { status, error, record } = await ask(script, more);
      expect([status, error]).toEqual([502, 'upstream_error']);
      expect(record).toMatchObject({ outcome: 'error', status: 502, cost_micro_credits: 0n });
    }
  });
  test('half an answer is an error that costs its input', async () => {
    const { error, record } = await ask(sending('{"choices":[{"message":{"content":"a b'));
    expect(error).toBe('upstream_error');
    expect(record).toMatchObject({ outcome: 'error', input_tokens: 8n, output_tokens: 0n, estimated: true });
  });
  test('an encoded answer is an error: it was asked for none', async () => {
    const body = gzipSync(JSON.stringify(answer({ content: 'a' }, usage(8, 5))));
    const { error, record } = await ask(sending(body, { 'content-encoding': 'gzip' }));
    expect(error).toBe('upstream_error');
    expect(record).toMatchObject({ outcome: 'error', input_tokens: 8n, output_tokens: 0n });
    expect(scene.upstream.calls.at(-1)!.headers['accept-encoding']).toBe('identity');
  });
  test('a whole answer in place of a stream is an error, and counts', async () => {
    const script = sending(answer({ content: 'a b c' }), { 'content-type': 'text/event-stream' });
    const { status, text, record } = await stream(script);
    expect([status, text]).toEqual([200, expect.stringMatching(/^data: {"error":.*sent no stream.*}\n\n$/)]);
    expect(record).toMatchObject({ outcome: 'error', output_tokens: 3n, estimated: true });
  });
  test('an error in place of a stream, without its "data:"', async () => {
    const script = sending('{"error":{"message":"out of luck"}}\n\n', {
      'content-type': 'text/event-stream',
    });
    const { text, record } = await stream(script);
    expect(text).toMatch(/^data: {"error":.*out of luck.*}\n\n$/);
    expect(record).toMatchObject({ outcome: 'error', cost_micro_credits: 0n });
  });
});

describe('whatever an answer calls itself', () => {
  test.each(['text/html', 'text/event-stream', 'text/plain; charset=latin1', ''])(
    'JSON of the type "%s" goes out as JSON',
    async (type) => {
      const { status, headers, text } = await ask(
        sending(answer({ content: 'a' }, usage(8, 1)), { 'content-type': type }),
      );
      expect([status, headers.get('content-type'), headers.get('x-content-type-options')]).toEqual([
        200,
        'application/json',
        'nosniff',
      ]);
      expect(JSON.parse(text)).toEqual(answer({ content: 'a' }, usage(8, 1)));
    },
  );
  test('streams and errors are not sniffed either', async () => {
    expect((await stream(streaming(delta('a'), done))).headers.get('x-content-type-options')).toBe('nosniff');
    for (const path of ['/v1/chat/completions', '/v1/nothing', '/v1/models/none']) {
      const response = await fetch(scene.world.url + path, {
        headers: { authorization: `Bearer ${scene.customer.key}` },
      });
      expect([path, response.headers.get('x-content-type-options')]).toEqual([path, 'nosniff']);
    }
  });
});

describe('usage of a whole answer', () => {
  const echo = (at: object) => sending({ ...at, padding: 'x'.repeat(100_000) });
  const planted = { usage: { prompt_tokens: 1, completion_tokens: 1 } };
  test.each<[string, object, bigint]>([
    [
      'what the client planted before it',
      { metadata: planted, ...answer({ content: 'a' }, usage(8, 77)) },
      77n,
    ],
    ['and after it', { ...answer({ content: 'a' }, usage(8, 77)), metadata: planted, x: [planted] }, 77n],
    ['none of its own', { ...answer({ content: 'a b c' }), metadata: planted }, 3n],
  ])('is the one of its top level, however long it is: %s', async (_name, body, output) => {
    const { record } = await ask(echo(body));
    expect(record).toMatchObject({ output_tokens: output, input_tokens: 8n });
  });
  test('of embeddings', async () => {
    const body = {
      object: 'list',
      data: [{ embedding: [1], x: planted }],
      ...usage(5, 0),
      metadata: planted,
    };
    const { record } = await ask(echo(body), { input: 'hi', messages: undefined }, '/v1/embeddings');
    expect(record).toMatchObject({ input_tokens: 5n, output_tokens: 0n, estimated: false });
  });
});

describe('without usage, what was said is counted', () => {
  test.each<[string, object, bigint]>([
    [
      'as a list of parts',
      answer({
        content: [
          { type: 'text', text: 'a b' },
          { type: 'text', text: ' c' },
        ],
      }),
      3n,
    ],
    ['as the text of a choice', { choices: [{ text: 'a b c', index: 0 }] }, 3n],
    ['in words that nobody knows', answer({ hologram: 'a b c' }), 9n],
  ])('%s', async (_name, body, output) => {
    expect((await ask(sending(body))).record).toMatchObject({ output_tokens: output, estimated: true });
  });
  test('in a stream of parts and texts', async () => {
    const choices = [
      { index: 0, delta: { content: [{ type: 'text', text: 'a b' }] } },
      { index: 1, text: ' c d' },
    ];
    const { record } = await stream(streaming(event({ choices }), finish(), done));
    expect(record).toMatchObject({ output_tokens: 4n, estimated: true });
  });
  test('by its bytes, in an event that is too long to be looked into', async () => {
    const { record } = await stream(streaming(delta('x'.repeat(17 * 1024 * 1024)), finish(), done));
    // As many as were held for: it was more.
    expect(record).toMatchObject({ output_tokens: 500n, estimated: true });
  });
});
