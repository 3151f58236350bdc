import { describe, expect, it } from 'vitest';
import { createAnswerReader, textsOfAnswer } from './answer.ts';
import { choicesAnswer } from './surfaces/choices-answer.ts';
import { toTokenCounts } from '../lib/token-counts.ts';

const partBytes = 1_000;
function answerOf(body: Buffer) {
  const reader = createAnswerReader(choicesAnswer);
  // In parts: what is long is looked over from the start of it, though it shows only later.
  for (let at = 0; at < body.length; at += partBytes) reader.look(body.subarray(at, at + partBytes));
  return reader.read(body);
}
const usageOfBody = (body: Buffer) => answerOf(body)?.usage ?? null;

describe('the usage of a body', () => {
  const usage = { prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 6 } };
  const counts = toTokenCounts({ input: 10n, cachedInput: 6n, output: 4n });
  const long = 'x'.repeat(70_000);
  it.each([
    ['short', { id: 'a', choices: [], usage }],
    ['long, usage last', { data: long, usage }],
    ['long, usage first', { usage, data: long }],
    ['long, and the answer speaks of usage', { usage, data: `${long}"usage":{"prompt_tokens":1}` }],
  ])('%s', (_name, body) => expect(usageOfBody(Buffer.from(JSON.stringify(body)))).toEqual(counts));

  it.each([
    ['an empty object', '{}'],
    ['no usage', '{"usage":null}'],
    ['a long object without', `{"data":"${long}"}`],
  ])('of %s is none', (_name, body) => expect(usageOfBody(Buffer.from(body))).toBeNull());
});

describe('no answer is', () => {
  const long = 'x'.repeat(70_000);
  it.each([
    ['what is no JSON', 'no JSON'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a text', '"x"'],
    ['an object that is cut off', '{"usage":{"a":1'],
    ['a long list', `[{"data":"${long}"}]`],
    ['a long object that is cut off', `{"usage":{"a":1,"${long}`],
  ])('%s', (_name, body) => expect(answerOf(Buffer.from(body))).toBeNull());
});

describe('textsOfAnswer', () => {
  it('has one text per choice and kind of output', () => {
    const message = {
      role: 'assistant',
      content: 'a b',
      reasoning_content: 'hm',
      reasoning: 'hm',
      refusal: null,
      tool_calls: [{ id: 'x', function: { name: 'f', arguments: '{"a":1}' } }],
    };
    const body = {
      choices: [
        { index: 0, message },
        { index: 1, message: { content: 'c' } },
      ],
    };
    expect(textsOfAnswer(Buffer.from(JSON.stringify(body)), choicesAnswer)).toEqual([
      'a b',
      'hm',
      'f',
      '{"a":1}',
      'c',
    ]);
  });
  it.each(['no json', '[]', '{"choices":{}}', '{"choices":[null,{},{"message":null}]}', '{"data":[]}'])(
    'of %s is nothing',
    (body) => expect(textsOfAnswer(Buffer.from(body), choicesAnswer)).toEqual([]),
  );
});
