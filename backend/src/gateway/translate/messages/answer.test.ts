import { describe, expect, it } from 'vitest';
import type { Body } from '../translation.ts';
import { messageAnswer } from './answer.ts';
import { createMessagesStream } from './stream.ts';

const usage = {
  prompt_tokens: 60,
  completion_tokens: 5,
  total_tokens: 65,
  prompt_tokens_details: { cached_tokens: 20, cache_write_tokens: 30, image_tokens: 4 },
  completion_tokens_details: { reasoning_tokens: 2 },
};
const counted = {
  input_tokens: 10,
  cache_read_input_tokens: 20,
  cache_creation_input_tokens: 30,
  input_tokens_details: { audio_tokens: 0, image_tokens: 4 },
  output_tokens: 5,
  output_tokens_details: { thinking_tokens: 2 },
};
const nothing = {
  input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation_input_tokens: 0,
  output_tokens: 0,
};
const called = (name: string, input: unknown, more: object = {}) => ({
  id: `id of ${name}`,
  type: 'function',
  function: { name, arguments: input },
  ...more,
});
const answer = (message: Body, finish_reason: string | null = 'stop') => ({
  id: 'chat-1',
  object: 'chat.completion',
  model: 'm',
  choices: [{ index: 0, message, finish_reason }],
});

describe('an answer', () => {
  it('with everything in it', () => {
    const message = {
      role: 'assistant',
      content: 'I look.',
      reasoning_content: 'Hm.',
      tool_calls: [called('look', '{"a":1}'), called('see', ''), called('hear', 'no JSON')],
    };
    expect(messageAnswer({ ...answer(message, 'tool_calls'), usage })).toEqual({
      id: 'chat-1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [
        { type: 'thinking', thinking: 'Hm.', signature: '' },
        { type: 'text', text: 'I look.', citations: null },
        { type: 'tool_use', id: 'id of look', name: 'look', input: { a: 1 } },
        { type: 'tool_use', id: 'id of see', name: 'see', input: {} },
        { type: 'tool_use', id: 'id of hear', name: 'hear', input: 'no JSON' },
      ],
      stop_reason: 'tool_use',
      stop_sequence: null,
      usage: counted,
    });
  });

  it('in parts, without usage', () => {
    const content = [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ];
    expect(messageAnswer(answer({ content }))).toMatchObject({
      content: [{ type: 'text', text: 'ab' }],
      usage: nothing,
    });
  });

  it.each([
    ['stop', 'end_turn'],
    ['length', 'max_tokens'],
    ['tool_calls', 'tool_use'],
    ['function_call', 'tool_use'],
    ['content_filter', 'refusal'],
    ['something new', 'end_turn'],
    [null, 'end_turn'],
  ])('that ended by %s says %s', (reason, stop_reason) => {
    expect(messageAnswer(answer({ content: '' }, reason))).toMatchObject({ stop_reason, content: [] });
  });

  it.each([{ error: { message: 'no' } }, { choices: [] }, {}])('%j is none', (body) => {
    expect(messageAnswer(body)).toBeNull();
  });
});

/** The stream's events as the caller reads them. */
function streamed(chunks: (Body | string)[]): Body[] {
  const stream = createMessagesStream();
  const data = (chunk: Body | string) => (typeof chunk === 'string' ? chunk : JSON.stringify(chunk));
  const events = chunks.map((chunk) => stream.add(data(chunk))).join('') + stream.end();
  return events
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => {
      const [, type, json] = /^event: (\w+)\ndata: (.*)$/.exec(event) ?? [];
      const body = JSON.parse(json ?? '') as Body;
      expect(body.type).toBe(type);
      return body;
    });
}
const chunk = (delta: Body, finish_reason: string | null = null) => ({
  id: 'chat-1',
  model: 'm',
  choices: [{ index: 0, delta, finish_reason }],
});
const usageChunk = { id: 'chat-1', model: 'm', choices: [], usage };
const start = {
  type: 'message_start',
  message: {
    id: 'chat-1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: nothing,
  },
};
const block = (index: number, content_block: Body) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, said: Body) => ({ type: 'content_block_delta', index, delta: said });
const stop = (index: number) => ({ type: 'content_block_stop', index });
const ending = (stop_reason: string, used: Body) => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage: used },
  { type: 'message_stop' },
];

describe('a stream', () => {
  it('with everything in it', () => {
    const events = streamed([
      chunk({ role: 'assistant', content: '' }),
      chunk({ reasoning_content: 'Hm' }),
      chunk({ reasoning_content: '.' }),
      chunk({ content: 'I look.' }),
      chunk({ tool_calls: [called('look', '', { index: 0 })] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: '{"a"' } }] }),
      chunk({ tool_calls: [{ index: 0, function: { arguments: ':1}' } }] }),
      chunk({ tool_calls: [called('see', '{}', { index: 1 })] }),
      chunk({}, 'tool_calls'),
      usageChunk,
      '[DONE]',
    ]);
    const use = (name: string) => ({ type: 'tool_use', id: `id of ${name}`, name, input: {} });
    const input = (partial_json: string) => ({ type: 'input_json_delta', partial_json });
    expect(events).toEqual([
      start,
      block(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'thinking_delta', thinking: '.' }),
      stop(0),
      block(1, { type: 'text', text: '', citations: null }),
      delta(1, { type: 'text_delta', text: 'I look.' }),
      stop(1),
      block(2, use('look')),
      delta(2, input('{"a"')),
      delta(2, input(':1}')),
      stop(2),
      block(3, use('see')),
      delta(3, input('{}')),
      stop(3),
      ...ending('tool_use', counted),
    ]);
  });

  it.each([
    ['with its end mark', [chunk({ content: 'a' }, 'length'), '[DONE]'], 'max_tokens'],
    ['without its end mark', [chunk({ content: 'a' }, 'stop')], 'end_turn'],
    ['without a reason', [chunk({ content: 'a' }), '[DONE]'], 'end_turn'],
  ])('that ends %s', (_name, chunks, reason) => {
    expect(streamed(chunks).slice(-3)).toEqual([stop(0), ...ending(reason, nothing)]);
  });

  it('that says nothing is a message all the same', () => {
    expect(streamed(['[DONE]']).map(({ type }) => type)).toEqual([
      'message_start',
      'message_delta',
      'message_stop',
    ]);
  });

  it('that breaks off has no end, and what it counted is known', () => {
    expect(streamed([chunk({ content: 'a' })]).at(-1)).toEqual(delta(0, { type: 'text_delta', text: 'a' }));
    const stream = createMessagesStream();
    stream.add(JSON.stringify({ ...chunk({ content: 'a' }), usage }));
    expect(stream.counted()).toMatchObject({ input: 60n, cachedInput: 20n, output: 5n });
  });

  it('reports errors', () => {
    expect(streamed([{ error: { message: 'no' } }])).toEqual([{ type: 'error', error: { message: 'no' } }]);
  });

  it('what is no JSON, or comes after the end, is nothing', () => {
    const ended = [chunk({}, 'stop'), '[DONE]'];
    expect(streamed([...ended, chunk({ content: 'more' }), '{"choices"', '[DONE]'])).toEqual(streamed(ended));
  });
});
