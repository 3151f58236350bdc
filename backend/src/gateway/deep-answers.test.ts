import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createScriptedWorld, type ScriptedWorld } from '../../test/scripted-world.ts';
import { delta, done, event, named, sending, type Script, usage } from '../../test/stand-ins/scripted.ts';

/* Lists in lists in lists: JSON that can be read, and not be written. Such calls end, and are settled. */

const depth = 9_000;
const deep = JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
const marked = (text: string) => text.replaceAll('"DEEP"', '['.repeat(depth) + ']'.repeat(depth));
const lines = (line: object) =>
  sending(marked(`${JSON.stringify(line)}\n`), { 'content-type': 'application/x-ndjson' });
const events = (...all: string[]) => sending(marked(all.join('')), { 'content-type': 'text/event-stream' });
const block = { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'DEEP' } };

const answers: [string, string, object, Script][] = [
  ['Ollama’s content', 'ollama', { contextLength: 16_384 }, lines({ message: { content: 'DEEP' } })],
  ['Ollama’s error', 'ollama', { contextLength: 16_384 }, lines({ error: 'DEEP' })],
  [
    'Ollama’s tool',
    'ollama',
    { contextLength: 16_384 },
    lines({ message: { tool_calls: [{ function: { name: 'x', arguments: 'DEEP' } }] } }),
  ],
  ['Anthropic’s text', 'anthropic', {}, events(named(block))],
  [
    'what follows the usage of a stream',
    'openai-compatible',
    {},
    events(
      event({ choices: [{ index: 0, delta: { more: 'DEEP' } }] }),
      event({ choices: [], ...usage(8, 2) }),
      delta(' a'),
      done,
    ),
  ],
];

test('such JSON cannot be written', () => expect(() => JSON.stringify(deep)).toThrow(RangeError));

describe.each(answers)('%s', (_name, kind, settings, script) => {
  let scene: ScriptedWorld;
  beforeAll(async () => void (scene = await createScriptedWorld(kind, settings)));
  afterAll(() => scene.close());

  test('ends the call', async () => {
    const model = await scene.modelFor(script);
    const messages = [{ role: 'user', content: 'hi' }];
    const response = await scene.customer.post('/v1/chat/completions', { model, messages, stream: true });
    expect(await response.text()).toContain('"code":"upstream_error"');
    expect(await scene.recordsOf(model)).toMatchObject([{ outcome: 'error', error_code: 'upstream_error' }]);
  }, 10_000);
});
