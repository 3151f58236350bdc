import { expect, test } from 'vitest';
import { modelSamples } from './model-samples.ts';
import type { Model } from './queries.ts';

const samplesOf = (capabilities: string[]) =>
  modelSamples({ name: 'm', capabilities } as unknown as Model, 'https://x/v1');

test.each([
  [['chat', 'tools'], ['/chat/completions']],
  [[], ['/chat/completions']],
  [['embeddings'], ['/embeddings']],
  [['rerank'], ['/rerank']],
  [['moderations'], ['/moderations']],
  [['images'], ['/images/generations']],
  [
    ['transcriptions', 'speech'],
    ['/audio/speech', '/audio/transcriptions'],
  ],
])('a model for %j is called at %j', (capabilities, paths) => {
  const calls = samplesOf(capabilities);
  expect(calls.map(({ samples }) => samples.find(({ key }) => key === 'curl')?.code.split('\n')[0])).toEqual(
    paths.map((path) => `curl https://x/v1${path} \\`),
  );
});

test('a file is sent as a form, and what is needed for it is imported', () => {
  const [{ samples } = { samples: [] }] = samplesOf(['transcriptions']);
  const [curl, python, node] = samples.map(({ code }) => code);
  expect(curl).toBe(`curl https://x/v1/audio/transcriptions \\
  -H "Authorization: Bearer $LITEMAAS_API_KEY" \\
  -F model="m" \\
  -F file=@speech.wav`);
  expect(python).toContain('file=open("speech.wav", "rb")');
  expect(python).toContain('print(answer.text)');
  expect(node?.split('\n').slice(0, 2)).toEqual([
    "import { createReadStream } from 'node:fs';",
    "import OpenAI from 'openai';",
  ]);
});
