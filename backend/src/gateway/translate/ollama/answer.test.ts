import { describe, expect, it } from 'vitest';
import { chatOfOllama } from './answer.ts';
import { createOllamaStream } from './stream.ts';

const call = { function: { name: 'look', arguments: { a: 1 } } };
const called = {
  id: expect.stringMatching(/^call_/) as string,
  type: 'function',
  function: { name: 'look', arguments: '{"a":1}' },
};
const ending = { done: true, done_reason: 'stop', prompt_eval_count: 26, eval_count: 5, load_duration: 7 };
const usage = { prompt_tokens: 26, completion_tokens: 5, total_tokens: 31 };
const message = (more: object) => ({ role: 'assistant', content: '', ...more });

describe('an answer', () => {
  const answer = (said: object, more: object = {}) =>
    chatOfOllama({ model: 'm', created_at: 'x', message: message(said), ...ending, ...more });

  it('is a chat completion', () => {
    expect(answer({ content: 'Hello' })).toEqual({
      id: expect.stringMatching(/^chatcmpl-/) as string,
      object: 'chat.completion',
      created: expect.any(Number) as number,
      model: 'm',
      system_fingerprint: 'fp_ollama',
      choices: [{ index: 0, message: message({ content: 'Hello' }), logprobs: null, finish_reason: 'stop' }],
      usage,
    });
  });

  it.each<[string, object, object, object]>([
    [
      'what it thought',
      { content: 'Hi', thinking: 'Hm' },
      {},
      { message: { content: 'Hi', reasoning: 'Hm' } },
    ],
    [
      'a tool',
      { tool_calls: [call] },
      {},
      { message: { tool_calls: [called] }, finish_reason: 'tool_calls' },
    ],
    [
      'a call with an id',
      { tool_calls: [{ id: 'call_7', ...call }] },
      {},
      { message: { tool_calls: [{ ...called, id: 'call_7' }] } },
    ],
    ['an end at its bound', {}, { done_reason: 'length' }, { finish_reason: 'length' }],
    ['probabilities', {}, { logprobs: [{ token: 'a' }] }, { logprobs: { content: [{ token: 'a' }] } }],
  ])('%s', (_name, said, more, choice) => expect(answer(said, more)?.choices).toMatchObject([choice]));

  it.each<[object, object | undefined]>([
    [{ prompt_eval_count: undefined }, { prompt_tokens: 0, completion_tokens: 5, total_tokens: 5 }],
    [{ prompt_eval_count: undefined, eval_count: undefined }, undefined],
  ])('counts %j', (more, expected) => expect(answer({}, more)?.usage).toEqual(expected));

  it.each([{ error: 'no such model' }, { done: true }])('%j is none', (body) =>
    expect(chatOfOllama(body)).toBeNull(),
  );
});

describe('a stream', () => {
  type Event = {
    error?: object;
    usage?: object;
    choices?: { delta: object; finish_reason: string | null }[];
  };

  function streamed(lines: object[]) {
    const stream = createOllamaStream();
    const events = lines.map((line) => stream.add(JSON.stringify(line))).join('') + stream.end();
    const said = events
      .split('\n\n')
      .filter((event) => event !== '')
      .map((event) => event.slice('data: '.length))
      .map((data) => (data === '[DONE]' ? 'done' : shortened(JSON.parse(data) as Event)));
    return { said, counted: stream.counted() };
  }
  function shortened({ error, usage: used, choices = [] }: Event) {
    const [choice] = choices;
    if (error) return { error };
    return choice ? (choice.finish_reason ?? choice.delta) : used;
  }
  const line = (said: object, more: object = {}) => ({ model: 'm', message: message(said), ...more });
  const role = { role: 'assistant', content: '' };

  it('with everything in it', () => {
    const { said, counted } = streamed([
      line({ thinking: 'Hm' }),
      line({ content: 'Hel' }),
      line({ content: 'lo' }),
      line({ tool_calls: [call] }),
      line({ tool_calls: [call] }),
      line({}, ending),
    ]);
    expect(said).toEqual([
      role,
      { reasoning: 'Hm' },
      { content: 'Hel' },
      { content: 'lo' },
      { tool_calls: [{ index: 0, ...called }] },
      { tool_calls: [{ index: 1, ...called }] },
      'tool_calls',
      usage,
      'done',
    ]);
    expect(counted).toMatchObject({ input: 26n, output: 5n });
  });

  it.each<[string, object[], unknown[]]>([
    ['of one line', [line({ content: 'Hi' }, ending)], [role, { content: 'Hi' }, 'stop', usage, 'done']],
    ['at its bound', [line({}, { ...ending, done_reason: 'length' })], [role, 'length', usage, 'done']],
    ['without counts', [line({}, { done: true })], [role, 'stop', 'done']],
    ['that breaks off', [line({ content: 'Hi' })], [role, { content: 'Hi' }]],
    [
      'that fails',
      [line({ content: 'Hi' }), { error: 'out of memory' }],
      [role, { content: 'Hi' }, { error: { message: 'out of memory', type: 'api_error' } }],
    ],
  ])('%s', (_name, lines, said) => expect(streamed(lines).said).toEqual(said));

  it('what is no JSON is nothing', () => expect(createOllamaStream().add('{"mo')).toBe(''));
});
