import { describe, expect, it } from 'vitest';
import type { Body } from '../translation.ts';
import { messagesRequest } from './request.ts';

const hi = { role: 'user', content: 'hi' };
const said = [{ role: 'user', content: [{ type: 'text', text: 'hi' }] }];
const text = (words: string, more: object = {}) => ({ type: 'text', text: words, ...more });
const call = (id: string, input: string) => ({
  id,
  type: 'function',
  function: { name: 'look', arguments: input },
});
const cache_control = { type: 'ephemeral' };

/** What of a chat is which of the messages, beside the model and one message. */
const fields: [name: string, chat: Body, messages: Body][] = [
  ['nothing more', {}, {}],
  [
    'what both have',
    { temperature: 1, top_p: 0.5, stream: true, max_tokens: 5 },
    { temperature: 1, top_p: 0.5, stream: true, max_tokens: 5 },
  ],
  ['what only the other has, or nobody knows', { top_k: 3, new_field: [1] }, { top_k: 3, new_field: [1] }],
  ['one stop', { stop: 'END' }, { stop_sequences: ['END'] }],
  ['several stops', { stop: ['A', 'B'] }, { stop_sequences: ['A', 'B'] }],
  ['whose call it is', { user: 'u1' }, { metadata: { user_id: 'u1' } }],
  [
    'what says nothing of the answer',
    { metadata: { a: 'b' }, store: true, prompt_cache_key: 'k', stream_options: { include_usage: true } },
    {},
  ],
  [
    'what says what is so anyway',
    {
      n: 1,
      frequency_penalty: 0,
      presence_penalty: 0,
      logprobs: false,
      logit_bias: {},
      modalities: ['text'],
      response_format: { type: 'text' },
      seed: null,
      verbosity: 'medium',
    },
    {},
  ],
  [
    'a tool, with all that is known of it',
    {
      tools: [
        {
          type: 'function',
          function: { name: 'look', description: 'Looks.', parameters: { type: 'object' }, strict: true },
          cache_control,
        },
      ],
    },
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
    },
  ],
  [
    'a tool without parameters',
    { tools: [{ type: 'function', function: { name: 'look' } }], tool_choice: 'auto' },
    {
      tools: [{ name: 'look', input_schema: { type: 'object', properties: {} } }],
      tool_choice: { type: 'auto' },
    },
  ],
  ['no tool', { tool_choice: 'none' }, { tool_choice: { type: 'none' } }],
  ['any tool', { tool_choice: 'required' }, { tool_choice: { type: 'any' } }],
  [
    'this tool',
    { tool_choice: { type: 'function', function: { name: 'look' } } },
    { tool_choice: { type: 'tool', name: 'look' } },
  ],
  [
    'one tool at a time',
    { tools: [], parallel_tool_calls: false },
    { tools: [], tool_choice: { type: 'auto', disable_parallel_tool_use: true } },
  ],
  [
    'a schema of the answer',
    { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object' } } } },
    { output_config: { format: { type: 'json_schema', schema: { type: 'object' } } } },
  ],
  ['how hard to think', { reasoning_effort: 'minimal' }, { output_config: { effort: 'low' } }],
  ['not to think', { reasoning_effort: 'none' }, { thinking: { type: 'disabled' } }],
  [
    'how long to think',
    { thinking: { type: 'enabled', budget_tokens: 2000 } },
    { thinking: { type: 'enabled', budget_tokens: 2000 } },
  ],
];

describe('fields of a chat', () => {
  it.each(fields)('%s', (_name, chat, messages) => {
    expect(messagesRequest({ model: 'm', messages: [hi], ...chat })).toEqual({
      model: 'm',
      messages: said,
      ...messages,
    });
  });
});

const conversations: [name: string, chat: Body[], system: Body[] | undefined, messages: Body[]][] = [
  [
    'the system speaks first, wherever it stands',
    [{ role: 'system', content: 'A' }, hi, { role: 'developer', content: [text('B', { cache_control })] }],
    [text('A'), text('B', { cache_control })],
    said,
  ],
  [
    'neighbours of one role are one turn; what is empty says nothing',
    [hi, { role: 'user', content: [text('ho'), text('')] }, { role: 'assistant', content: '' }],
    undefined,
    [{ role: 'user', content: [text('hi'), text('ho')] }],
  ],
  [
    'images and files, in the call or at an address',
    [
      {
        role: 'user',
        content: [
          { type: 'image_url', image_url: { url: 'data:image/PNG;base64,AAAA', detail: 'low' } },
          { type: 'image_url', image_url: 'https://host/a.png' },
          { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,BBBB' } },
        ],
      },
    ],
    undefined,
    [
      {
        role: 'user',
        content: [
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
          { type: 'image', source: { type: 'url', url: 'https://host/a.png' } },
          {
            type: 'document',
            source: { type: 'base64', media_type: 'application/pdf', data: 'BBBB' },
            title: 'a.pdf',
          },
        ],
      },
    ],
  ],
  [
    'calls of tools, their results, and what the user says then',
    [
      hi,
      {
        role: 'assistant',
        content: 'I look.',
        thinking_blocks: [{ type: 'thinking', thinking: 'Hm.', signature: 's' }],
        tool_calls: [call('1', '{"a":1}'), call('2', '')],
      },
      { role: 'tool', tool_call_id: '1', content: 'one' },
      { role: 'tool', tool_call_id: '2', content: [text('two')] },
      { role: 'user', content: 'Well?' },
    ],
    undefined,
    [
      ...said,
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', signature: 's' },
          text('I look.'),
          { type: 'tool_use', id: '1', name: 'look', input: { a: 1 } },
          { type: 'tool_use', id: '2', name: 'look', input: {} },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: '1', content: 'one' },
          { type: 'tool_result', tool_use_id: '2', content: [text('two')] },
          text('Well?'),
        ],
      },
    ],
  ],
];

describe('messages of a chat', () => {
  it.each(conversations)('%s', (_name, messages, system, expected) => {
    expect(messagesRequest({ model: 'm', messages })).toEqual({
      model: 'm',
      messages: expected,
      ...(system && { system }),
    });
  });
});

const message = (content: unknown, more: object = {}) => ({
  messages: [{ role: 'user', content, ...more }],
});
/** Nothing that has words. */
const noText = { toString: 1 };
const refusals: [name: string, chat: Body][] = [
  ['n', { n: 2 }],
  ['seed', { seed: 7 }],
  ['context_management', { context_management: { edits: [{ type: 'compact' }] } }],
  ['logprobs', { logprobs: true }],
  ['logit_bias', { logit_bias: { 5: 1 } }],
  ['presence_penalty', { presence_penalty: 0.1 }],
  ['temperature', { temperature: 1.5 }],
  ['modalities', { modalities: ['text', 'audio'] }],
  ['functions', { functions: [{ name: 'look' }] }],
  ['verbosity', { verbosity: 'low' }],
  ['reasoning_effort', { reasoning_effort: 'enormous' }],
  ['response_format', { response_format: { type: 'json_object' } }],
  ['tools', { tools: [{ type: 'custom', custom: { name: 'x' } }] }],
  ['tool_choice', { tool_choice: { type: 'allowed_tools' } }],
  ['messages', message([{ type: 'input_audio', input_audio: { data: 'x', format: 'wav' } }])],
  ['messages', message([{ type: 'file', file: { file_data: 'data:text/plain;base64,AAAA' } }])],
  ['messages', message([{ type: 'image_url', image_url: {} }])],
  ['messages', message('x', { role: 'function' })],
  ['messages', message(null, { role: 'assistant', audio: { id: 'a' } })],
  ['messages', message(null, { role: 'assistant', tool_calls: [call('1', 'no JSON')] })],
  ['messages', message(null, { role: 'assistant', tool_calls: [{ type: 'custom' }] })],
  [
    'messages',
    message('x', {
      role: 'assistant',
      thinking_blocks: [{ type: 'document', source: { type: 'url', url: 'https://host/a.pdf' } }],
    }),
  ],
  ['messages', message([{ type: noText }])],
  ['messages', message('x', { role: noText })],
  ['tools', { tools: [{ type: noText }] }],
  ['reasoning_effort', { reasoning_effort: noText }],
];

describe('what messages have nothing like is refused by its name', () => {
  it.each(refusals)('%s: %j', (param, chat) => {
    expect(() => messagesRequest({ model: 'm', messages: [hi], ...chat })).toThrow(
      expect.objectContaining({ status: 400, param }) as Error,
    );
  });
});
