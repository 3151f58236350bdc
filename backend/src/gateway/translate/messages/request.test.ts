import { describe, expect, it } from 'vitest';
import type { Body } from '../translation.ts';
import { messagesToOpenai } from './index.ts';
import { chatRequest } from './request.ts';

const hi = { role: 'user', content: 'hi' };
const text = (words: string, more: object = {}) => ({ type: 'text', text: words, ...more });
const cache_control = { type: 'ephemeral' };
const image = { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } };
const imagePart = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };

/** What of messages is which of a chat, beside the model and one message. */
const fields: [name: string, messages: Body, chat: Body][] = [
  ['nothing more', {}, {}],
  [
    'what both have',
    { temperature: 1, top_p: 0.5, max_tokens: 5 },
    { temperature: 1, top_p: 0.5, max_tokens: 5 },
  ],
  ['what only the other has, or nobody knows', { seed: 3, new_field: [1] }, { seed: 3, new_field: [1] }],
  ['a stream, with usage', { stream: true }, { stream: true, stream_options: { include_usage: true } }],
  ['stops', { stop_sequences: ['A'] }, { stop: ['A'] }],
  ['what says nothing of the answer', { metadata: { other: 'u1' }, cache_control }, {}],
  ['whose call it is', { metadata: { user_id: 'u1' } }, { user: 'u1' }],
  ['whose call it is, in the other’s words', { user: 'u2' }, { user: 'u2' }],
  [
    'a tool, with all that is known of it',
    {
      tools: [
        {
          name: 'look',
          description: 'Looks.',
          input_schema: { type: 'object' },
          strict: true,
          cache_control,
        },
      ],
      tool_choice: { type: 'auto' },
    },
    {
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'Looks.', parameters: { type: 'object' }, strict: true },
        },
      ],
      tool_choice: 'auto',
    },
  ],
  [
    'any tool, one at a time',
    { tool_choice: { type: 'any', disable_parallel_tool_use: true } },
    { tool_choice: 'required', parallel_tool_calls: false },
  ],
  ['no tool', { tool_choice: { type: 'none' } }, { tool_choice: 'none' }],
  [
    'this tool',
    { tool_choice: { type: 'tool', name: 'look' } },
    { tool_choice: { type: 'function', function: { name: 'look' } } },
  ],
  ['how hard to think', { output_config: { effort: 'max' } }, { reasoning_effort: 'high' }],
  ['to think a little', { thinking: { type: 'enabled', budget_tokens: 1024 } }, { reasoning_effort: 'low' }],
  ['to think more', { thinking: { type: 'enabled', budget_tokens: 4096 } }, { reasoning_effort: 'medium' }],
  ['to think much', { thinking: { type: 'enabled', budget_tokens: 20_000 } }, { reasoning_effort: 'high' }],
  ['to think as it likes', { thinking: { type: 'adaptive' } }, {}],
  ['not to think', { thinking: { type: 'disabled' } }, {}],
  [
    'a schema of the answer',
    { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
    {
      response_format: {
        type: 'json_schema',
        json_schema: { name: 'answer', strict: true, schema: { type: 'object' } },
      },
    },
  ],
];

describe('fields of messages', () => {
  it.each(fields)('%s', (_name, messages, chat) => {
    expect(chatRequest({ model: 'm', messages: [hi], ...messages })).toEqual({
      model: 'm',
      messages: [hi],
      ...chat,
    });
  });
});

it('OpenAI itself has another word for the longest answer', () => {
  expect(messagesToOpenai.request({ model: 'm', messages: [hi], max_tokens: 5 })).toEqual({
    model: 'm',
    messages: [hi],
    max_completion_tokens: 5,
  });
});

const conversations: [name: string, system: unknown, messages: Body[], chat: Body[]][] = [
  ['a system in a text', 'A', [hi], [{ role: 'system', content: 'A' }, hi]],
  [
    'a system in blocks, and one in between',
    [text('A', { cache_control }), text('B')],
    [hi, { role: 'system', content: [text('C')] }, hi],
    [{ role: 'system', content: 'A\nB' }, hi, { role: 'system', content: 'C' }, hi],
  ],
  [
    'images and documents, in the call or at an address',
    undefined,
    [
      {
        role: 'user',
        content: [
          text('Look:', { cache_control }),
          image,
          { type: 'image', source: { type: 'url', url: 'https://host/a.png' } },
          { type: 'document', title: 'a.pdf', source: { ...image.source, media_type: 'application/pdf' } },
          { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'Plain.' } },
        ],
      },
    ],
    [
      {
        role: 'user',
        content: [
          text('Look:'),
          imagePart,
          { type: 'image_url', image_url: { url: 'https://host/a.png' } },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } },
          text('Plain.'),
        ],
      },
    ],
  ],
  [
    'calls of tools, their results, and what the user says then',
    undefined,
    [
      hi,
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', signature: 's' },
          { type: 'redacted_thinking', data: 'x' },
          text('I '),
          text('look.'),
          { type: 'tool_use', id: '1', name: 'look', input: { a: 1 } },
        ],
      },
      {
        role: 'user',
        content: [
          text('Well?'),
          { type: 'tool_result', tool_use_id: '1', content: [text('one'), image, text('two')] },
          { type: 'tool_result', tool_use_id: '2', content: 'no luck', is_error: true },
        ],
      },
    ],
    [
      hi,
      {
        role: 'assistant',
        content: 'I look.',
        tool_calls: [{ id: '1', type: 'function', function: { name: 'look', arguments: '{"a":1}' } }],
      },
      { role: 'tool', tool_call_id: '1', content: 'one\ntwo' },
      { role: 'tool', tool_call_id: '2', content: 'Error: no luck' },
      { role: 'user', content: [imagePart, text('Well?')] },
    ],
  ],
  [
    'nothing but a call',
    undefined,
    [{ role: 'assistant', content: [{ type: 'tool_use', id: '1', name: 'look' }] }, hi],
    [
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: '1', type: 'function', function: { name: 'look', arguments: '{}' } }],
      },
      hi,
    ],
  ],
];

describe('messages', () => {
  it.each(conversations)('%s', (_name, system, messages, chat) => {
    expect(chatRequest({ model: 'm', messages, ...(system !== undefined && { system }) })).toEqual({
      model: 'm',
      messages: chat,
    });
  });
});

const message = (content: unknown, role = 'user') => ({ messages: [{ role, content }, hi] });
const refusals: [name: string, messages: Body][] = [
  ['tools', { tools: [{ type: 'bash_20250124', name: 'bash' }] }],
  ['tool_choice', { tool_choice: { type: 'something new' } }],
  ['output_config', { output_config: { format: { type: 'xml' } } }],
  ['messages', { messages: [hi, { role: 'assistant', content: 'It begins with' }] }],
  ['messages', message('x', 'tool')],
  ['messages', message([{ type: { toString: 1 } }])],
  ['messages', message([{ type: 'search_result', content: [] }])],
  ['messages', message([{ type: 'document', source: { type: 'url', url: 'https://host/a.pdf' } }])],
  ['messages', message([{ type: 'image', source: {} }])],
  ['messages', message([{ type: 'tool_result', tool_use_id: '1', content: [{ type: 'tool_reference' }] }])],
  ['messages', message([{ type: 'server_tool_use', id: '1' }], 'assistant')],
];

describe('what a chat has nothing like is refused by its name', () => {
  it.each(refusals)('%s: %j', (param, messages) => {
    expect(() => chatRequest({ model: 'm', messages: [hi], ...messages })).toThrow(
      expect.objectContaining({ status: 400, param }) as Error,
    );
  });
});
