import { describe, expect, it } from 'vitest';
import type { Body } from '../translation.ts';
import { chatAnswer } from './answer.ts';
import { createChatStream } from './stream.ts';

const usage = {
  input_tokens: 10,
  cache_read_input_tokens: 20,
  cache_creation_input_tokens: 30,
  cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
  output_tokens: 5,
};
const counted = {
  prompt_tokens: 60,
  completion_tokens: 5,
  total_tokens: 65,
  prompt_tokens_details: {
    cached_tokens: 20,
    cache_write_tokens: 30,
    cache_creation_token_details: { ephemeral_1h_input_tokens: 20 },
  },
  completion_tokens_details: { reasoning_tokens: 0 },
};
const thinking = { type: 'thinking', thinking: 'Hm.', signature: 'sig' };
const redacted = { type: 'redacted_thinking', data: 'xyz' };
const blocks = [
  thinking,
  redacted,
  { type: 'text', text: 'I ' },
  { type: 'text', text: 'look.' },
  { type: 'tool_use', id: 't1', name: 'look', input: { a: 1 } },
];
const message = (content: unknown, stop_reason: string) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content,
  stop_reason,
  usage,
});

describe('an answer', () => {
  it('with everything in it', () => {
    expect(chatAnswer(message(blocks, 'tool_use'))).toEqual({
      id: 'msg_1',
      object: 'chat.completion',
      created: expect.any(Number) as number,
      model: 'm',
      choices: [
        {
          index: 0,
          logprobs: null,
          finish_reason: 'tool_calls',
          message: {
            role: 'assistant',
            content: 'I look.',
            refusal: null,
            reasoning_content: 'Hm.',
            thinking_blocks: [thinking, redacted],
            tool_calls: [{ id: 't1', type: 'function', function: { name: 'look', arguments: '{"a":1}' } }],
          },
        },
      ],
      usage: counted,
    });
  });

  it.each([
    ['end_turn', 'stop'],
    ['stop_sequence', 'stop'],
    ['pause_turn', 'stop'],
    ['max_tokens', 'length'],
    ['model_context_window_exceeded', 'length'],
    ['tool_use', 'tool_calls'],
    ['refusal', 'content_filter'],
    ['something new', 'stop'],
  ])('that ended by %s says %s', (reason, finish_reason) => {
    expect(chatAnswer(message([], reason))?.choices).toMatchObject([
      { finish_reason, message: { content: null } },
    ]);
  });

  it.each([{ type: 'error', error: { message: 'no' } }, { type: 'message' }, {}])('%j is none', (body) => {
    expect(chatAnswer(body)).toBeNull();
  });
});

/** The stream's events as the caller reads them. */
function streamed(chunks: (Body | string)[]): unknown[] {
  const stream = createChatStream();
  const data = (chunk: Body | string) => (typeof chunk === 'string' ? chunk : JSON.stringify(chunk));
  const events = chunks.map((chunk) => stream.add(data(chunk))).join('') + stream.end();
  return events
    .split('\n\n')
    .filter((event) => event.startsWith('data: '))
    .map((event) => (event === 'data: [DONE]' ? 'done' : (JSON.parse(event.slice(6)) as Body)))
    .map((event) => (typeof event === 'string' ? event : shortened(event)));
}
function shortened({ choices, usage: used, error }: Body): unknown {
  if (error !== undefined) return { error };
  const [choice] = choices as { delta: Body; finish_reason: string | null }[];
  return choice ? (choice.finish_reason ?? choice.delta) : used;
}

const start = {
  type: 'message_start',
  message: { ...message([], ''), usage: { ...usage, output_tokens: 1 } },
};
const block = (index: number, content_block: Body) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, said: Body) => ({ type: 'content_block_delta', index, delta: said });
const ending = (stop_reason: string) => ({
  type: 'message_delta',
  delta: { stop_reason },
  usage: { output_tokens: 5 },
});
const role = { role: 'assistant', content: '' };

describe('a stream', () => {
  it('with everything in it', () => {
    const events = streamed([
      start,
      { type: 'ping' },
      block(0, { type: 'thinking', thinking: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'thinking_delta', thinking: '.' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      block(1, redacted),
      block(2, { type: 'text', text: '' }),
      delta(2, { type: 'text_delta', text: 'I look.' }),
      { type: 'content_block_stop', index: 2 },
      block(3, { type: 'tool_use', id: 't1', name: 'look', input: {} }),
      delta(3, { type: 'input_json_delta', partial_json: '{"a"' }),
      delta(3, { type: 'input_json_delta', partial_json: ':1}' }),
      block(4, { type: 'tool_use', id: 't2', name: 'see', input: {} }),
      { type: 'something_new' },
      ending('tool_use'),
      { type: 'message_stop' },
    ]);
    const called = (index: number, id: string, name: string) => ({
      tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }],
    });
    const input = (index: number, text: string) => ({
      tool_calls: [{ index, function: { arguments: text } }],
    });
    expect(events).toEqual([
      role,
      { reasoning_content: 'Hm' },
      { reasoning_content: '.' },
      { thinking_blocks: [thinking] },
      { thinking_blocks: [redacted] },
      { content: 'I look.' },
      called(0, 't1', 'look'),
      input(0, '{"a"'),
      input(0, ':1}'),
      called(1, 't2', 'see'),
      'tool_calls',
      counted,
      'done',
    ]);
  });

  it('that ends without its last event is whole where it said why it ended', () => {
    expect(streamed([start, ending('max_tokens')])).toEqual([role, 'length', counted, 'done']);
  });

  it('that breaks off has no end, and what it counted is known', () => {
    const stream = createChatStream();
    expect(streamed([start])).toEqual([role]);
    expect(stream.counted()).toBeNull();
    stream.add(JSON.stringify(start));
    expect(stream.counted()).toMatchObject({ input: 60n, cachedInput: 20n, longCacheWrite: 20n, output: 1n });
  });

  it.each([{ type: 'error', error: { type: 'overloaded_error' } }, { error: { type: 'overloaded_error' } }])(
    'reports %j',
    (error) => expect(streamed([error])).toEqual([{ error: { type: 'overloaded_error' } }]),
  );

  it('what is no JSON is nothing', () => expect(streamed(['{"type"'])).toEqual([]));
});
