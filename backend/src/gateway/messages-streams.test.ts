import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProvider } from '../../test/catalogue.ts';
import { createScriptedWorld, type ScriptedWorld } from '../../test/scripted-world.ts';
import {
  blockStart,
  blockStop,
  delta,
  event,
  finish,
  messageDelta,
  messageStart,
  messageStop,
  named,
  type Script,
  sending,
  streaming,
  textDelta,
} from '../../test/stand-ins/scripted.ts';
import { formatCredits } from '../lib/credits.ts';

/* Streams of messages as servers may send them, byte for byte. */

let scene: ScriptedWorld;
beforeAll(async () => {
  scene = await createScriptedWorld('anthropic');
});
afterAll(() => scene.close());

/** Credits a token: 10 in, 1 cached, 12 written, 20 written for an hour, 50 out. */
const prices = {
  inputPerMillionCredits: '10000000',
  cachedInputPerMillionCredits: '1000000',
  cacheWritePerMillionCredits: '12000000',
  longCacheWritePerMillionCredits: '20000000',
  outputPerMillionCredits: '50000000',
};
const messages = [{ role: 'user', content: 'hi' }];

async function ask(script: Script, path = '/v1/messages', more: object = {}) {
  const model = await scene.modelFor(script, { prices });
  const response = await scene.customer.post(path, {
    model,
    max_tokens: 10,
    messages,
    stream: true,
    ...more,
  });
  const text = await response.text();
  const [record] = await scene.recordsOf(model);
  return { status: response.status, text, record: record! };
}

const cached = {
  input_tokens: 1,
  cache_read_input_tokens: 2,
  cache_creation_input_tokens: 7,
  cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
  output_tokens: 1,
};
const said = blockStart + textDelta('word') + blockStop;
const inputCredits = 10 + 2 + 3 * 12 + 4 * 20;

describe.each(['/v1/messages', '/v1/chat/completions'])('%s: what is counted', (path) => {
  test.each<[string, string[], number]>([
    ['the output alone at the end', [said, messageDelta({ output_tokens: 2 }), messageStop], 2],
    [
      'all of it again at the end, but not for how long it was written',
      [said, messageDelta({ ...cached, cache_creation: null, output_tokens: 2 }), messageStop],
      2,
    ],
    [
      'twice at the end',
      [said, messageDelta({ output_tokens: 2 }, null), messageDelta({ output_tokens: 3 }), messageStop],
      3,
    ],
    ['the last event does not come', [said, messageDelta({ output_tokens: 2 })], 2],
    [
      'something new in between',
      [named({ type: 'news' }), said, messageDelta({ output_tokens: 2 }), messageStop],
      2,
    ],
  ])('%s', async (_name, events, output) => {
    const { text, record } = await ask(streaming(messageStart(cached), ...events), path, {
      stream_options: { include_usage: true },
    });
    expect(record).toMatchObject({
      outcome: 'success',
      estimated: false,
      input_tokens: 10n,
      cached_input_tokens: 2n,
      output_tokens: BigInt(output),
      cost_micro_credits: BigInt(inputCredits + output * 50) * 1_000_000n,
    });
    expect(text).toContain(`"cost_credits":"${formatCredits(record.cost_micro_credits)}"`);
    const isNative = path === '/v1/messages';
    expect(text.trimEnd().endsWith(isNative ? '{"type":"message_stop"}' : 'data: [DONE]')).toBe(true);
  });
});

test('bytes go on as they came, but for the last usage', async () => {
  const before = messageStart(cached) + named({ type: 'ping' }) + said;
  const { text, record } = await ask(streaming(before, messageDelta({ output_tokens: 2 }), messageStop));
  const cost_credits = formatCredits(record.cost_micro_credits);
  expect(text).toBe(before + messageDelta({ output_tokens: 2, cost_credits }) + messageStop);
});

describe('errors in a stream', () => {
  test.each([
    ['of Anthropic', named({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } })],
    ['in OpenAI’s words, as LiteLLM has them', event({ error: { message: 'Overloaded', code: '529' } })],
  ])('%s come in the shape of the API', async (_name, error) => {
    for (const path of ['/v1/messages', '/v1/chat/completions']) {
      const { text, record } = await ask(streaming(messageStart(cached), said, error), path);
      const last = text.trimEnd().split('\n\n').at(-1)!;
      const shape =
        path === '/v1/messages'
          ? {
              type: 'error',
              error: { type: 'api_error', message: 'Overloaded', details: { error_code: 'upstream_error' } },
            }
          : { error: { code: 'upstream_error', message: 'Overloaded' } };
      expect(JSON.parse(last.slice(last.indexOf('data: ') + 6))).toMatchObject(shape);
      expect(record).toMatchObject({ outcome: 'error', input_tokens: 10n, cached_input_tokens: 2n });
    }
  });

  test('in place of an answer cost nothing', async () => {
    const error = named({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } });
    for (const path of ['/v1/messages', '/v1/chat/completions'])
      expect((await ask(streaming(error), path)).record.cost_micro_credits).toBe(0n);
  });
});

test('what is between the operator and Anthropic is not the client’s affair', async () => {
  const message = 'Your credit balance is too low to access the Anthropic API.';
  const refusing = sending({ type: 'error', error: { type: 'invalid_request_error', message } }, {}, 400);
  const { status, text } = await ask(refusing);
  expect(status).toBe(502);
  expect(text).not.toContain('balance');
});

describe('a server that takes no notice of its bound', () => {
  const endless =
    (opening: string, words: string): Script =>
    async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(opening);
      while (!response.destroyed)
        await new Promise((resume) => response.write(words, () => setImmediate(resume)));
    };
  const many = ' word'.repeat(20);

  test.each([
    ['anthropic', endless(messageStart(cached) + blockStart, textDelta(many))],
    ['openai-compatible', endless('', delta(many))],
  ])('is stopped, and the stream ends as one that was too long: %s', async (kind, script) => {
    const { id: providerId } = await createProvider(scene.world.admin, { kind, baseUrl: scene.upstream.url });
    const upstreamModel = `endless ${kind}`;
    scene.upstream.on(upstreamModel, script);
    const { id, name } = await scene.world.addModel('x', { routes: [{ providerId, upstreamModel }] });
    await scene.customer.subscribe(id);
    const body = { model: name, max_tokens: 500, messages, stream: true };
    const text = await (await scene.customer.post('/v1/messages', body)).text();
    const [record] = await scene.recordsOf(name);
    const used = { output_tokens: 500, cost_credits: formatCredits(record!.cost_micro_credits) };
    const ending = text.trimEnd().split('\n\n').slice(-3);
    expect(ending.map((last) => JSON.parse(last.slice(last.indexOf('data: ') + 6)) as object)).toMatchObject([
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'max_tokens' }, usage: used },
      { type: 'message_stop' },
    ]);
    expect(record).toMatchObject({ outcome: 'success', output_tokens: 500n });
  });

  test('also where a chat is translated', async () => {
    const script = endless(messageStart(cached) + blockStart, textDelta(many));
    const { text, record } = await ask(script, '/v1/chat/completions', { max_tokens: 500 });
    expect(text).toContain('"finish_reason":"length"');
    expect(record).toMatchObject({ outcome: 'success', output_tokens: 500n, input_tokens: 10n });
  });
});

test('a call that one provider cannot be asked goes to another that can', async () => {
  const compatible = await createProvider(scene.world.admin, {
    kind: 'openai-compatible',
    baseUrl: scene.upstream.url,
  });
  const anthropic = await createProvider(scene.world.admin, {
    kind: 'anthropic',
    baseUrl: scene.upstream.url,
  });
  scene.upstream.on('both', streaming(delta('word'), finish(), event('[DONE]')));
  const routes = [anthropic, compatible].map(({ id }, order) => ({
    providerId: id,
    upstreamModel: 'both',
    order,
  }));
  const { id, name } = await scene.world.addModel('x', { routes });
  await scene.customer.subscribe(id);
  const body = { model: name, messages, stream: true, seed: 7 };
  const response = await scene.customer.post('/v1/chat/completions', body);
  expect(await response.text()).toContain('"content":"word"');
  expect(response.headers.get('x-litemaas-provider')).toBe(encodeURI(compatible.name));
});

describe('an answer that was bounded to what can be paid', () => {
  /** What the server was sent by somebody with so many credits. */
  async function sentWith(credits: string, path: string) {
    let sent: Record<string, unknown> = {};
    const script: Script = (response, body) => {
      sent = body;
      return streaming(
        messageStart({ input_tokens: 1 }),
        said,
        messageDelta({ output_tokens: 1 }),
        messageStop,
      )(response, body);
    };
    const model = await scene.modelFor(script, {
      prices: { inputPerMillionCredits: '0', outputPerMillionCredits: '1000000' },
    });
    const response = await scene.customer.post(
      path,
      {
        model,
        messages,
        stream: true,
        max_tokens: 10_000,
        thinking: { type: 'enabled', budget_tokens: 5_000, display: 'omitted' },
      },
      { 'x-max-cost-credits': credits },
    );
    await response.text();
    return { max_tokens: sent.max_tokens, thinking: sent.thinking };
  }

  // What may be thought is held for beside the answer.
  test.each(['/v1/messages', '/v1/chat/completions'])('%s: thinks no longer than that', async (path) => {
    const asked = { type: 'enabled', budget_tokens: 5_000, display: 'omitted' };
    expect(await sentWith('15000', path)).toEqual({ max_tokens: 10_000, thinking: asked });
    expect(await sentWith('11000', path)).toEqual({ max_tokens: 6_000, thinking: asked });
    expect(await sentWith('9000', path)).toEqual({
      max_tokens: 4_000,
      thinking: { ...asked, budget_tokens: 3_999 },
    });
    expect(await sentWith('6000', path)).toEqual({ max_tokens: 1_000, thinking: { type: 'disabled' } });
  });
});
