import { describe, expect, it } from 'vitest';
import { usualSettings } from '../lib/providers/connection-settings.ts';
import type { Provider } from './snapshots/catalogue.ts';
import { wordsOf } from './upstream-words.ts';

const provider: Provider = {
  id: 'prv_1',
  name: 'p',
  kind: 'openai-compatible',
  baseUrl: 'https://models.example.org/v1',
  connection: usualSettings,
  apiKey: 'correct horse battery',
  class: 'local',
  maxConcurrency: null,
  maxQueue: null,
  overflowAfter: 3,
  revision: '1',
};
const shown = (message: string) => wordsOf({ message }, provider);

describe('what is not for clients', () => {
  it.each([
    ['the key is correct horse battery', 'the key is [key]'],
    ['Incorrect API key provided: sk-proj-abc123', 'Incorrect API key provided: [key]'],
    ['Incorrect API key provided: sk-ab***********yz.', 'Incorrect API key provided: [key].'],
    ['headers: Authorization: Bearer abcdef', 'headers: Authorization: Bearer [key]'],
    ['gsk_Ab12Cd34Ef56Gh and AIzaSyA1234567890abc', '[key] and [key]'],
    ['token eyJhbGciOi.eyJzdWIi.c2ln', 'token [key]'],
    [`digest ${'0a'.repeat(32)}`, 'digest [key]'],
    ['see http://10.0.0.7:4000/x?y=z, please', 'see [address], please'],
    ['redis://cache:6379/0 is down', '[address] is down'],
    ['Cannot connect to host ollama:11434 ssl:default', 'Cannot connect to host [address] ssl:default'],
    ['connect ECONNREFUSED 10.1.2.3:8000', 'connect ECONNREFUSED [address]'],
    ['connect to [::1]:8000 failed', 'connect to [address] failed'],
    ["HTTPConnectionPool(host='vllm', port=8000): refused", 'HTTPConnectionPool([address]): refused'],
    ['getaddrinfo ENOTFOUND vllm.models.svc', 'getaddrinfo ENOTFOUND [address]'],
    ['no answer of models.example.org today', 'no answer of [address] today'],
    ['litellm.BadRequestError: no. Received Model Group=secret', 'no.'],
    ['no\nTraceback (most recent call last):\n  File "x.py"', 'no'],
  ])('%s', (message, expected) => expect(shown(message)).toBe(expected));
});

it.each([
  "This model's maximum context length is 8192 tokens. However, you requested 9000 tokens (8000 in the messages, 1000 in the completion).",
  'Unsupported value: messages[0].content[1].type: "video_url" for gemma3:27b at 12:30',
  'The tool get_weather has no parameter "city"; expected {"type":"object"}',
  'See section 4.2.1 of the manual, version 1.2.3',
])('%s is shown as it is', (message) => expect(shown(message)).toBe(message));

it('no more than a paragraph is shown, however long it is', () => {
  expect(shown('a-b.'.repeat(20_000))).toHaveLength(500);
  expect(wordsOf(null, provider)).toBeNull();
  expect(wordsOf({ message: 7 }, provider)).toBeNull();
  expect(wordsOf('plain', provider)).toBe('plain');
});
