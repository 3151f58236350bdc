import { expect, test } from 'vitest';
import { readChunk } from './chat-chunk.ts';

const nothing = { text: '', finishReason: null, usage: null, error: null };

test.each([
  ['{"choices":[{"delta":{"content":"Hi"},"finish_reason":null}]}', { ...nothing, text: 'Hi' }],
  ['{"choices":[{"delta":{"role":"assistant","content":null}}]}', nothing],
  [
    '{"choices":[{"delta":{},"finish_reason":"length"}],"usage":null}',
    { ...nothing, finishReason: 'length' },
  ],
  [
    '{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":5,"cost_credits":"0.013"}}',
    { ...nothing, usage: { inputTokens: 3, outputTokens: 5, costCredits: '0.013' } },
  ],
  [
    '{"choices":[],"usage":{"prompt_tokens":3}}',
    { ...nothing, usage: { inputTokens: 3, outputTokens: null, costCredits: null } },
  ],
  [
    '{"error":{"message":"gone","type":"upstream_error","code":null}}',
    { ...nothing, error: { code: 'upstream_error', message: 'gone' } },
  ],
  ['{}', nothing],
])('%s', (data, chunk) => {
  expect(readChunk(data)).toEqual(chunk);
});

test.each(['', '{"choices"', 'null', '3', '<html>'])('%j is a broken stream', (data) => {
  expect(readChunk(data).error?.code).toBe('upstream_error');
});
