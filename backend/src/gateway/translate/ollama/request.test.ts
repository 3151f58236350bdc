import { describe, expect, it } from 'vitest';
import { chatToOllama } from './index.ts';
import { ollamaRequest } from './request.ts';

const settings = { contextLength: 32_768, keepAliveSeconds: null };
const hi = { role: 'user', content: 'hi' };
const request = (more: object = {}, own = settings as Parameters<typeof ollamaRequest>[1]) =>
  ollamaRequest({ model: 'm', messages: [hi], ...more }, own);
const usual = { num_ctx: 32_768, temperature: 1, top_p: 1 };
const always = { model: 'm', messages: [hi], stream: false, options: usual, truncate: false, shift: false };

it.each<[object, boolean]>([
  [{ contextLength: null, keepAliveSeconds: null }, false],
  [{ contextLength: 4_096, keepAliveSeconds: null }, true],
  [{ contextLength: null, keepAliveSeconds: -1 }, true],
])('%j needs it: %s', (own, isNeeded) =>
  expect(chatToOllama(own as typeof settings) !== null).toBe(isNeeded),
);

describe('a request', () => {
  const schema = { type: 'object', properties: {} };
  const tools = [{ type: 'function', function: { name: 'look', parameters: schema } }];

  it.each<[object, object]>([
    [{}, {}],
    [{ stream: true, stream_options: { include_usage: true } }, { stream: true }],
    [{ max_tokens: 50 }, { options: { ...usual, num_predict: 50 } }],
    [{ temperature: 0, top_p: 0.5 }, { options: { ...usual, temperature: 0, top_p: 0.5 } }],
    [
      { seed: 7, frequency_penalty: 1, presence_penalty: -1 },
      { options: { ...usual, seed: 7, frequency_penalty: 1, presence_penalty: -1 } },
    ],
    [{ stop: 'x' }, { options: { ...usual, stop: ['x'] } }],
    [{ stop: ['x', 'y'] }, { options: { ...usual, stop: ['x', 'y'] } }],
    [{ tools }, { tools }],
    [{ tools, tool_choice: 'none' }, {}],
    [{ response_format: { type: 'text' } }, {}],
    [{ response_format: { type: 'json_object' } }, { format: 'json' }],
    [{ response_format: { type: 'json_schema', json_schema: { name: 'n', schema } } }, { format: schema }],
    [{ reasoning_effort: 'none' }, { think: false }],
    [{ reasoning_effort: 'minimal' }, { think: 'low' }],
    [{ reasoning_effort: 'high' }, { think: 'high' }],
    [{ reasoning: { effort: 'medium' } }, { think: 'medium' }],
    [
      { logprobs: true, top_logprobs: 2 },
      { logprobs: true, top_logprobs: 2 },
    ],
    [{ n: 2, user: 'u', logit_bias: {}, parallel_tool_calls: false, something: 1 }, {}],
  ])('%j', (more, expected) => expect(request(more)).toEqual({ ...always, ...expected }));

  it('says how long the model stays', () => {
    expect(request({}, { contextLength: null, keepAliveSeconds: -1 })).toEqual({
      ...always,
      options: { temperature: 1, top_p: 1 },
      keep_alive: -1,
    });
  });

  it.each<[object, string]>([
    [{ response_format: { type: 'grammar' } }, 'response_format'],
    [{ reasoning_effort: 'much' }, 'reasoning_effort'],
    [{ messages: [{ role: 'user', content: [{ type: 'input_audio' }] }] }, 'messages'],
    [
      {
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://x/y.png' } }] }],
      },
      'messages',
    ],
    [{ messages: [{ role: 'assistant', tool_calls: [{ id: 'a', type: 'custom' }] }] }, 'messages'],
    [
      { messages: [{ role: 'assistant', tool_calls: [{ id: 'a', function: { arguments: '[' } }] }] },
      'messages',
    ],
  ])('%j is refused', (more, param) => {
    expect(() => request(more)).toThrow(expect.objectContaining({ status: 400, param }) as Error);
  });
});

describe('messages', () => {
  const url = 'data:image/png;base64,cGl4ZWw=';
  it.each<[object, object]>([
    [
      { role: 'developer', content: 'Be brief.' },
      { role: 'system', content: 'Be brief.' },
    ],
    [
      { role: 'user', content: null },
      { role: 'user', content: '' },
    ],
    [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What' },
          { type: 'image_url', image_url: { url } },
          { type: 'text', text: 'is it?' },
        ],
      },
      { role: 'user', content: 'What\nis it?', images: ['cGl4ZWw='] },
    ],
    [
      { role: 'assistant', content: 'Hm', reasoning: 'thought' },
      { role: 'assistant', content: 'Hm', thinking: 'thought' },
    ],
    [
      { role: 'assistant', content: 'Hm', reasoning_content: 'thought' },
      { role: 'assistant', content: 'Hm', thinking: 'thought' },
    ],
  ])('%j', (message, expected) => expect(request({ messages: [message] }).messages).toEqual([expected]));

  it('of tools: calls as objects, results by the name of the tool', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'look', arguments: '{"a":1}' } };
    const messages = [
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'a cat' },
    ];
    expect(request({ messages }).messages).toEqual([
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'call_1', function: { name: 'look', arguments: { a: 1 } } }],
      },
      { role: 'tool', content: 'a cat', tool_call_id: 'call_1', tool_name: 'look' },
    ]);
  });
});
