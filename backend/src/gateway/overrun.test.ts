import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { prices } from '../../test/gateway-world.ts';
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

/* Servers that take no notice of the bound they were given: a call stays within what was held for it. */

let scene: ScriptedWorld;
beforeAll(async () => {
  scene = await createScriptedWorld();
});
afterAll(() => scene.close());

const held = 500;
async function ask(script: Script, more: object = {}, fields: object = {}) {
  const model = await scene.modelFor(script, fields);
  const body = { model, max_tokens: held, messages: [{ role: 'user', content: 'hi' }], ...more };
  const before = await countedOver();
  const response = await scene.customer.post('/v1/chat/completions', body);
  const text = await response.text();
  const [record] = await scene.recordsOf(model);
  const after = await countedOver();
  const over = Object.keys(after).filter((how) => after[how] !== before[how]);
  return { text, record: record!, over };
}
/** `litemaas_calls_over_hold_total`, by how. */
async function countedOver(): Promise<Record<string, number>> {
  const text = await (await fetch(`${scene.world.url}/metrics`)).text();
  const lines = text.matchAll(/^litemaas_calls_over_hold_total\{how="(\w+)".*\} (\d+)$/gm);
  return Object.fromEntries([...lines].map(([, how, count]) => [how, Number(count)]));
}
const answer = (words: number, more: object = {}) => ({
  choices: [{ index: 0, message: { content: ' word'.repeat(words) }, finish_reason: 'stop' }],
  ...more,
});

describe('a stream that does not end', () => {
  /** Goes on until the other side goes. */
  const endless =
    (...events: string[]): Script =>
    async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      while (!response.destroyed)
        await new Promise((resume) => response.write(events.join(''), () => setImmediate(resume)));
    };

  test('is stopped, ends as an answer that was too long, and costs what was held', async () => {
    const { text, record, over } = await ask(endless(delta(' word'.repeat(20))), {
      stream: true,
      stream_options: { include_usage: true },
    });
    const [finished, counted, mark] = text.trimEnd().split('\n\n').slice(-3);
    const head = { id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm' };
    expect(JSON.parse(finished!.slice(6))).toEqual({
      ...head,
      choices: [{ index: 0, delta: {}, finish_reason: 'length' }],
    });
    expect(JSON.parse(counted!.slice(6))).toMatchObject({ choices: [], usage: { completion_tokens: held } });
    expect(mark).toBe('data: [DONE]');
    expect(record).toMatchObject({
      outcome: 'success',
      status: 200,
      output_tokens: BigInt(held),
      estimated: true,
    });
    expect(record.cost_micro_credits).toBeLessThanOrEqual(record.hold_micro_credits);
    expect(over).toEqual(['stopped']);
    await expect.poll(() => scene.upstream.calls.at(-1)!.gone).toBe(true);
  });
  test('in several choices', async () => {
    const choices = [0, 1].map((index) => ({ index, delta: { content: ' word'.repeat(20) } }));
    const { text, record } = await ask(endless(event({ choices })), { stream: true, n: 2 });
    expect(text).toContain(
      '{"index":0,"delta":{},"finish_reason":"length"},{"index":1,"delta":{},"finish_reason":"length"}',
    );
    expect(record.output_tokens).toBe(2n * BigInt(held));
  });
  test('and counts along: its own counts are paid', async () => {
    let count = 0;
    const { record, over } = await ask(
      async (response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        while (!response.destroyed)
          await new Promise((resume) =>
            response.write(delta(' word'.repeat(20), usage(8, (count += 20))), () => setImmediate(resume)),
          );
      },
      { stream: true },
    );
    expect(record.output_tokens).toBeGreaterThan(BigInt(held));
    expect(record).toMatchObject({ outcome: 'success', estimated: false });
    expect(over).toEqual(['stopped']);
  });
});

describe('an honest answer is not stopped', () => {
  test.each([
    ['word by word', Array.from({ length: held }, () => delta(' word'))],
    ['in long words', Array.from({ length: held }, () => delta(' internationalization'))],
    ['at once', [delta(' word'.repeat(held))]],
    [
      'with much around it',
      Array.from({ length: held }, () => delta(' word', { padding: 'x'.repeat(2000) })),
    ],
  ])('%s', async (_name, deltas) => {
    const { text, record, over } = await ask(streaming(...deltas, finish(), done), { stream: true });
    expect(text).toBe(deltas.join('') + finish() + done);
    expect(record).toMatchObject({ outcome: 'success', output_tokens: BigInt(held), estimated: true });
    expect(over).toEqual([]);
  });
});

describe('the counts of the upstream', () => {
  test('are paid when they are more than was held for, and this is counted', async () => {
    for (const more of [{}, { stream: true }]) {
      const script =
        'stream' in more
          ? streaming(delta('a'), finish(usage(8, 700)), done)
          : sending(answer(1, usage(8, 700)));
      const { record, over } = await ask(script, more);
      expect(record).toMatchObject({ output_tokens: 700n, estimated: false });
      expect(record.cost_micro_credits).toBeGreaterThan(record.hold_micro_credits);
      expect(over).toEqual(['charged']);
    }
  });
  test.each<[string, object, object, object]>([
    ['output a thousand times', usage(8, 500_000), {}, { input_tokens: 8n, output_tokens: 3n }],
    [
      'output beyond the context',
      usage(8, 2_000),
      { contextLength: 1_000 },
      { input_tokens: 8n, output_tokens: 3n },
    ],
    ['input a thousand times', usage(300_000, 3), {}, { input_tokens: 8n, output_tokens: 3n }],
    [
      'input beyond the context',
      usage(9_000, 3),
      { contextLength: 8_000 },
      { input_tokens: 8n, output_tokens: 3n },
    ],
  ])('are not believed when they cannot be: %s', async (_name, claimed, fields, expected) => {
    const { record, over } = await ask(sending(answer(3, claimed)), {}, fields);
    expect(record).toMatchObject({ ...expected, estimated: true });
    expect(over).toEqual(['disbelieved']);
  });
  test('are believed when a server adds a prompt of its own', async () => {
    const { record, over } = await ask(sending(answer(3, usage(3_000, 3))));
    expect(record).toMatchObject({ input_tokens: 3_000n, estimated: false });
    expect(over).toEqual(['charged']);
  });
});

test('what is counted here is never more than was held for', async () => {
  const { record, over } = await ask(
    sending(answer(5_000)),
    {},
    { prices: { ...prices, perRequestCredits: '0' } },
  );
  expect(record).toMatchObject({ output_tokens: BigInt(held), estimated: true });
  expect(record.cost_micro_credits).toBeLessThanOrEqual(record.hold_micro_credits);
  expect(over).toEqual([]);
});
