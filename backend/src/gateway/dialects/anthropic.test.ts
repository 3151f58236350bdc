import { expect, it } from 'vitest';
import { type GoldenUsage, goldenTable } from '../../../test/golden-usage.ts';
import { noTokens, toTokenCounts } from '../../lib/token-counts.ts';
import { anthropicUsageOf, laterAnthropicCounts, readAnthropicUsage } from './anthropic.ts';
import { readUsage } from './index.ts';
import { openaiUsageOf, readOpenaiUsage } from './openai.ts';

const rows: GoldenUsage[] = [
  ['plain', { input_tokens: 1000, output_tokens: 200 }, { input: 1000n, output: 200n }, 1000 * 10 + 200 * 50],
  [
    'input leaves out what was read and written: the same call as through LiteLLM',
    { input_tokens: 1, output_tokens: 67, cache_creation_input_tokens: 287, cache_read_input_tokens: 30_433 },
    { input: 30_721n, cachedInput: 30_433n, cacheWrite: 287n, output: 67n },
    1 * 10 + 30_433 * 1 + 287 * 12 + 67 * 50,
  ],
  [
    'written for five minutes and for an hour',
    {
      input_tokens: 100,
      cache_creation_input_tokens: 400,
      cache_read_input_tokens: 0,
      cache_creation: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 100 },
      output_tokens: 1,
    },
    { input: 500n, cacheWrite: 300n, longCacheWrite: 100n, output: 1n },
    100 * 10 + 300 * 12 + 100 * 20 + 50,
  ],
  [
    'all of it for an hour',
    {
      input_tokens: 100,
      cache_creation_input_tokens: 400,
      cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 400 },
      output_tokens: 1,
    },
    { input: 500n, longCacheWrite: 400n, output: 1n },
    100 * 10 + 400 * 20 + 50,
  ],
  [
    'output includes thinking',
    { input_tokens: 10, output_tokens: 500, output_tokens_details: { thinking_tokens: 400 } },
    { input: 10n, output: 500n, reasoning: 400n },
    10 * 10 + 100 * 50 + 400 * 60,
  ],
  [
    'nothing cached, said as null',
    { input_tokens: 10, output_tokens: 1, cache_creation_input_tokens: null, cache_read_input_tokens: null },
    { input: 10n, output: 1n },
    150,
  ],
];

goldenTable('anthropic', rows);

it('negative counts are none', () => {
  expect(readUsage('anthropic', { input_tokens: -1, output_tokens: 0 })).toBeNull();
});

const counts = toTokenCounts({
  input: 1000n,
  cachedInput: 100n,
  cacheWrite: 200n,
  longCacheWrite: 300n,
  output: 50n,
  reasoning: 20n,
});

it.each([
  [counts],
  [toTokenCounts({ input: 10n, longCacheWrite: 10n, output: 1n })],
  [toTokenCounts({ input: 10n, cacheWrite: 4n })],
  [toTokenCounts({ input: 10n, cachedInput: 10n, output: 1n })],
  [noTokens],
])('what is counted elsewhere is read as the same in either words: %o', (tokens) => {
  expect(readAnthropicUsage(anthropicUsageOf(tokens))).toEqual(tokens);
  expect(readOpenaiUsage(openaiUsageOf(tokens))).toEqual(tokens);
});

it('media keep their price in other words', () => {
  const media = toTokenCounts({
    input: 10n,
    imageInput: 4n,
    audioInput: 3n,
    output: 9n,
    audioOutput: 5n,
    imageOutput: 3n,
  });
  expect(readAnthropicUsage(anthropicUsageOf(media))).toEqual(media);
});

it.each<[string, object | undefined, Partial<typeof counts>]>([
  ['only the output', { output_tokens: 70 }, { output: 70n }],
  [
    'all of it again, but not for how long it was written',
    {
      input_tokens: 400,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 500,
      output_tokens: 70,
      output_tokens_details: { thinking_tokens: 30 },
    },
    { output: 70n, reasoning: 30n },
  ],
  [
    'more input, and more written',
    { input_tokens: 500, cache_read_input_tokens: 100, cache_creation_input_tokens: 600, output_tokens: 70 },
    { input: 1200n, cacheWrite: 300n, output: 70n },
  ],
  ['nothing', undefined, {}],
  ['less than before', { input_tokens: 1, output_tokens: 1 }, {}],
])('what a stream counts later: %s', (_name, usage, changed) => {
  expect(laterAnthropicCounts(counts, usage)).toEqual({ ...counts, ...changed });
});

it('what a stream counts at once', () => {
  expect(laterAnthropicCounts(null, { output_tokens: 0 })).toBeNull();
  expect(laterAnthropicCounts(null, { input_tokens: 3 })).toEqual({ ...noTokens, input: 3n });
});
