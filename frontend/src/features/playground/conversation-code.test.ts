import { execFileSync } from 'node:child_process';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import type { ChatBody } from './chat-body.ts';
import { conversationSamples } from './conversation-code.ts';

const body: ChatBody = {
  model: 'org/model:7b',
  messages: [
    { role: 'system', content: 'Say "yes" or \'no\'.\n\tC:\\new $HOME `id`' },
    { role: 'user', content: "مرحبا 👋 it's me" },
  ],
  temperature: 0.5,
  max_tokens: 16,
};
const code = Object.fromEntries(
  conversationSamples({ endpoint: 'https://models.example.org/v1', body }).map((one) => [one.key, one.code]),
);

test('a shell hands curl the very same body', () => {
  const script = `curl() { printf '%s' "$1|"; while [ $# -gt 1 ]; do shift; done; printf '%s' "$1"; }\n${code.curl}`;
  const [url, sent] = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split(/\|(.*)/s);
  expect(url).toBe('https://models.example.org/v1/chat/completions');
  expect(JSON.parse(sent ?? '')).toEqual(body);
});

test('JavaScript reads the very same body', () => {
  const argument = /create\((\{.*\})\);/s.exec(code.node ?? '')?.[1] ?? '';
  expect(JSON.parse(JSON.stringify(runInNewContext(`(${argument})`)))).toEqual(body);
});

test('Python gets every field by its name', () => {
  expect(code.python).toContain('    model="org/model:7b",\n    messages=[\n      {');
  expect(code.python).toContain('    temperature=0.5,\n    max_tokens=16,\n)');
});

test('no sample carries a secret', () => {
  for (const sample of Object.values(code)) expect(sample).toContain('LITEMAAS_API_KEY');
});
