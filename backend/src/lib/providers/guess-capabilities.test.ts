import { expect, test } from 'vitest';
import { guessCapabilities } from './guess-capabilities.ts';

test.each([
  ['gpt-4o-mini', 'chat'],
  ['llama3.2:3b', 'chat'],
  ['glm-4.7-flash', 'chat'],
  ['Qwen/Qwen3-8B', 'chat'],
  ['nomic-embed-text', 'embeddings'],
  ['text-embedding-3-small', 'embeddings'],
  ['bge-m3', 'embeddings'],
  ['intfloat/e5-large-v2', 'embeddings'],
  ['all-minilm:l6-v2', 'embeddings'],
  ['Qwen/Qwen3-Embedding-8B', 'embeddings'],
  ['BAAI/bge-reranker-v2-m3', 'rerank'],
  ['omni-moderation-latest', 'moderations'],
  ['llama-guard3', 'moderations'],
  ['whisper-1', 'transcriptions'],
  ['tts-1', 'speech'],
  ['dall-e-3', 'images'],
  ['flux.1-schnell', 'images'],
])('%s is taken for %s', (name, capability) => {
  expect(guessCapabilities(name)).toEqual([capability]);
});
