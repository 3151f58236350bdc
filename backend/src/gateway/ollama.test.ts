import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScriptedWorld, type ScriptedWorld } from '../../test/scripted-world.ts';
import type { Script } from '../../test/stand-ins/scripted.ts';

/* An Ollama whose context is set: chats go to its own API, and callers see nothing of that. */

let scene: ScriptedWorld;
beforeAll(async () => {
  scene = await createScriptedWorld('ollama', { contextLength: 16_384, keepAliveSeconds: 600 });
});
afterAll(() => scene.close());

const messages = [{ role: 'user' as const, content: 'hi' }];
const counts = { prompt_eval_count: 26, eval_count: 2 };
const line = (content: string, more: object = {}) =>
  `${JSON.stringify({ model: 'm', message: { role: 'assistant', content }, done: false, ...more })}\n`;
const last = line('', { done: true, done_reason: 'stop', ...counts });

let asked: Record<string, any> = {};
const answering =
  (contentType: string, ...pieces: (string | Buffer)[]): Script =>
  async (response, body) => {
    asked = body;
    response.writeHead(200, { 'content-type': contentType });
    for (const piece of pieces) await new Promise((resume) => response.write(piece, resume));
    response.end();
  };
const lines = (...pieces: (string | Buffer)[]) => answering('application/x-ndjson', ...pieces);
const whole = answering('application/json; charset=utf-8', line('Hello', { done: true, ...counts }));

const openai = () => scene.customer.openai();
const recordOf = async (model: string) => (await scene.recordsOf(model)).at(-1);

test('JSON: what was set goes with it, and its counts are charged', async () => {
  const model = await scene.modelFor(whole);
  const answer = await openai().chat.completions.create({ model, messages, max_tokens: 50 });
  expect(scene.upstream.calls.at(-1)?.path).toBe('/api/chat');
  expect(asked).toMatchObject({
    messages,
    stream: false,
    truncate: false,
    keep_alive: 600,
    options: { num_ctx: 16_384, num_predict: 50 },
  });
  expect(answer.choices[0]?.message.content).toBe('Hello');
  expect(answer.usage).toMatchObject({ prompt_tokens: 26, completion_tokens: 2 });
  expect(await recordOf(model)).toMatchObject({
    outcome: 'success',
    input_tokens: 26n,
    output_tokens: 2n,
    estimated: false,
  });
});

test('a stream, however its bytes are cut', async () => {
  const bytes = Buffer.from(line('Grü') + line('ße') + last);
  const model = await scene.modelFor(lines(...Array.from(bytes, (_, at) => bytes.subarray(at, at + 1))));
  const stream = await openai().chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  let said = '';
  let usage;
  for await (const chunk of stream) {
    said += chunk.choices[0]?.delta.content ?? '';
    usage = chunk.usage ?? usage;
  }
  expect(said).toBe('Grüße');
  expect(usage).toMatchObject({ prompt_tokens: 26, completion_tokens: 2 });
  expect(await recordOf(model)).toMatchObject({
    stream: true,
    outcome: 'success',
    input_tokens: 26n,
    output_tokens: 2n,
    estimated: false,
  });
});

test('messages of Anthropic’s, JSON and streamed', async () => {
  const anthropic = scene.customer.anthropic();
  const answer = await anthropic.messages.create({
    model: await scene.modelFor(whole),
    max_tokens: 50,
    messages,
  });
  expect(asked.options).toMatchObject({ num_ctx: 16_384, num_predict: 50 });
  expect(answer).toMatchObject({
    content: [{ type: 'text', text: 'Hello' }],
    usage: { input_tokens: 26, output_tokens: 2 },
  });
  const model = await scene.modelFor(lines(line('Hel'), line('lo'), last));
  const final = await anthropic.messages.stream({ model, max_tokens: 50, messages }).finalMessage();
  expect(final).toMatchObject({ content: [{ text: 'Hello' }], stop_reason: 'end_turn' });
  expect(await recordOf(model)).toMatchObject({ input_tokens: 26n, output_tokens: 2n, estimated: false });
});

describe('what fails', () => {
  const refusing =
    (status: number, error: string): Script =>
    (response) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error }));
    };
  const tooLong = 'the input length exceeds the context length';

  test('a call that does not fit is told so', async () => {
    const model = await scene.modelFor(refusing(400, tooLong));
    await expect(openai().chat.completions.create({ model, messages })).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(tooLong) as string,
    });
    expect(await recordOf(model)).toMatchObject({ cost_micro_credits: 0n });
  });

  test('a stream that breaks off, and one that says why', async () => {
    for (const [pieces, message] of [
      [[line('Hello')], 'broke off'],
      [[line('Hello'), '{"error":"no luck"}\n'], 'no luck'],
    ] as const) {
      const model = await scene.modelFor(lines(...pieces));
      const stream = await openai().chat.completions.create({ model, messages, stream: true });
      const reading = (async () => {
        for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
      })();
      await expect(reading).rejects.toThrow(message);
      expect(await recordOf(model)).toMatchObject({ outcome: 'error', estimated: true });
    }
  });
});

test('the other calls go to its API that is like OpenAI’s', async () => {
  const answer = { data: [{ index: 0, embedding: [1] }], usage: { prompt_tokens: 1, total_tokens: 1 } };
  const model = await scene.modelFor(answering('application/json', JSON.stringify(answer)));
  await openai().embeddings.create({ model, input: 'hi', encoding_format: 'float' });
  expect(scene.upstream.calls.at(-1)?.path).toBe('/v1/embeddings');
});
