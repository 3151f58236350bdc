import { expect, test } from 'vitest';
import { emptySettings, toChatBody, wrongSettings } from './chat-body.ts';
import { newTurn } from './turns.ts';

const turn = (prompt: string, answer: string, state: 'done' | 'stopped' | 'failed') => ({
  ...newTurn(prompt, 'm'),
  answer,
  state,
});

test('failed and unanswered turns are left out, stopped ones stay with what they have', () => {
  const earlier = [
    turn('one', 'first', 'done'),
    turn('two', 'half', 'failed'),
    turn('three', '', 'stopped'),
    turn('four', 'part', 'stopped'),
  ];
  expect(toChatBody('m', { ...emptySettings, systemPrompt: 'Be brief.' }, earlier, 'five').messages).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'one' },
    { role: 'assistant', content: 'first' },
    { role: 'user', content: 'four' },
    { role: 'assistant', content: 'part' },
    { role: 'user', content: 'five' },
  ]);
});

test('empty settings are left to the model, zero is not empty', () => {
  expect(toChatBody('m', emptySettings, [], 'hi')).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
  });
  const settings = { systemPrompt: ' ', temperature: '0', maxTokens: '16' };
  expect(toChatBody('m', settings, [], 'hi')).toEqual({
    model: 'm',
    messages: [{ role: 'user', content: 'hi' }],
    temperature: 0,
    max_tokens: 16,
  });
});

test.each([
  ['', '', false, false],
  ['0', '1', false, false],
  ['2', '999999999', false, false],
  ['2.1', '0', true, true],
  ['-1', '1.5', true, true],
  ['warm', 'many', true, true],
])('temperature %j, most tokens %j', (temperature, maxTokens, isHot, isMuch) => {
  const wrong = wrongSettings({ systemPrompt: '', temperature, maxTokens });
  expect(wrong).toEqual({ temperature: isHot, maxTokens: isMuch });
});
