import { expect, it } from 'vitest';
import { type GoldenUsage, goldenTable } from '../../../test/golden-usage.ts';
import { unpriced } from '../../lib/price-list.ts';
import { costMicroCredits, toPrice } from '../../lib/call-cost.ts';
import { readUsage } from './index.ts';

const rows: GoldenUsage[] = [
  [
    'OpenAI, plain',
    { prompt_tokens: 1000, completion_tokens: 200, total_tokens: 1200 },
    { input: 1000n, output: 200n },
    1000 * 10 + 200 * 50,
  ],
  [
    'OpenAI, cached and thinking: parts of what is above them',
    {
      prompt_tokens: 1486,
      completion_tokens: 651,
      total_tokens: 2137,
      prompt_tokens_details: { cached_tokens: 1408, audio_tokens: 0 },
      completion_tokens_details: {
        reasoning_tokens: 512,
        audio_tokens: 0,
        accepted_prediction_tokens: 0,
        rejected_prediction_tokens: 0,
      },
    },
    { input: 1486n, cachedInput: 1408n, output: 651n, reasoning: 512n },
    78 * 10 + 1408 * 1 + 139 * 50 + 512 * 60,
  ],
  [
    'OpenAI, written to a cache',
    {
      prompt_tokens: 1000,
      completion_tokens: 10,
      total_tokens: 1010,
      prompt_tokens_details: { cached_tokens: 300, cache_write_tokens: 500 },
    },
    { input: 1000n, cachedInput: 300n, cacheWrite: 500n, output: 10n },
    200 * 10 + 300 * 1 + 500 * 12 + 10 * 50,
  ],
  [
    'OpenAI, audio in and out',
    {
      prompt_tokens: 1000,
      completion_tokens: 500,
      total_tokens: 1500,
      prompt_tokens_details: { cached_tokens: 0, text_tokens: 200, audio_tokens: 800 },
      completion_tokens_details: { reasoning_tokens: 0, text_tokens: 100, audio_tokens: 400 },
    },
    { input: 1000n, audioInput: 800n, output: 500n, audioOutput: 400n },
    200 * 10 + 800 * 40 + 100 * 50 + 400 * 80,
  ],
  [
    'OpenAI, audio that was cached: of 800 at least 400 must have been',
    {
      prompt_tokens: 1000,
      completion_tokens: 1,
      total_tokens: 1001,
      prompt_tokens_details: { cached_tokens: 600, audio_tokens: 800 },
    },
    { input: 1000n, cachedInput: 600n, audioInput: 400n, output: 1n },
    600 * 1 + 400 * 40 + 50,
  ],
  [
    'OpenAI responses',
    {
      input_tokens: 1000,
      input_tokens_details: { cached_tokens: 600 },
      output_tokens: 300,
      output_tokens_details: { reasoning_tokens: 200 },
      total_tokens: 1300,
    },
    { input: 1000n, cachedInput: 600n, output: 300n, reasoning: 200n },
    400 * 10 + 600 * 1 + 100 * 50 + 200 * 60,
  ],
  [
    'OpenAI images',
    {
      input_tokens: 250,
      input_tokens_details: { text_tokens: 50, image_tokens: 200 },
      output_tokens: 1056,
      output_tokens_details: { image_tokens: 1056, text_tokens: 0 },
      total_tokens: 1306,
    },
    { input: 250n, imageInput: 200n, output: 1056n, imageOutput: 1056n },
    50 * 10 + 200 * 15 + 1056 * 300,
  ],
  [
    'OpenAI transcriptions: details without an s',
    {
      type: 'tokens',
      input_tokens: 114,
      input_token_details: { text_tokens: 14, audio_tokens: 100 },
      output_tokens: 45,
      total_tokens: 159,
    },
    { input: 114n, audioInput: 100n, output: 45n },
    14 * 10 + 100 * 40 + 45 * 50,
  ],
  ['OpenAI embeddings', { prompt_tokens: 8, total_tokens: 8 }, { input: 8n }, 80],
  [
    'LiteLLM before Anthropic: its prompt includes what was read and written, which it says twice',
    {
      prompt_tokens: 30_721,
      completion_tokens: 67,
      total_tokens: 30_788,
      prompt_tokens_details: {
        cached_tokens: 30_433,
        cache_creation_tokens: 287,
        cache_creation_token_details: { ephemeral_5m_input_tokens: 287, ephemeral_1h_input_tokens: 0 },
        audio_tokens: null,
        image_tokens: null,
        text_tokens: null,
      },
      completion_tokens_details: null,
      cache_creation_input_tokens: 287,
      cache_read_input_tokens: 30_433,
    },
    { input: 30_721n, cachedInput: 30_433n, cacheWrite: 287n, output: 67n },
    1 * 10 + 30_433 * 1 + 287 * 12 + 67 * 50,
  ],
  [
    'LiteLLM, some of it written for an hour',
    {
      prompt_tokens: 500,
      completion_tokens: 1,
      total_tokens: 501,
      prompt_tokens_details: {
        cached_tokens: 0,
        cache_creation_tokens: 400,
        cache_creation_token_details: { ephemeral_5m_input_tokens: 300, ephemeral_1h_input_tokens: 100 },
      },
      cache_creation_input_tokens: 400,
      cache_read_input_tokens: 0,
    },
    { input: 500n, cacheWrite: 300n, longCacheWrite: 100n, output: 1n },
    100 * 10 + 300 * 12 + 100 * 20 + 50,
  ],
  [
    'LiteLLM, older: cache counts on top only',
    {
      prompt_tokens: 1000,
      completion_tokens: 10,
      total_tokens: 1010,
      cache_creation_input_tokens: 200,
      cache_read_input_tokens: 700,
    },
    { input: 1000n, cachedInput: 700n, cacheWrite: 200n, output: 10n },
    100 * 10 + 700 * 1 + 200 * 12 + 10 * 50,
  ],
  [
    'LiteLLM before Google: its answer includes thinking',
    {
      prompt_tokens: 10,
      completion_tokens: 400,
      total_tokens: 410,
      prompt_tokens_details: { cached_tokens: null, text_tokens: 10, image_tokens: null, audio_tokens: null },
      completion_tokens_details: { reasoning_tokens: 300, text_tokens: 100 },
    },
    { input: 10n, output: 400n, reasoning: 300n },
    10 * 10 + 100 * 50 + 300 * 60,
  ],
  [
    'LiteLLM before Google: an image drawn from an image',
    {
      prompt_tokens: 268,
      completion_tokens: 1300,
      total_tokens: 1568,
      prompt_tokens_details: { text_tokens: 10, image_tokens: 258 },
      completion_tokens_details: { image_tokens: 1290, text_tokens: 10, reasoning_tokens: 0 },
    },
    { input: 268n, imageInput: 258n, output: 1300n, imageOutput: 1290n },
    10 * 10 + 258 * 15 + 10 * 50 + 1290 * 300,
  ],
  [
    'OpenRouter',
    {
      prompt_tokens: 194,
      completion_tokens: 2,
      total_tokens: 196,
      cost: 0.95,
      cost_details: { upstream_inference_cost: 19 },
      prompt_tokens_details: { cached_tokens: 50, cache_write_tokens: 100, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: 0 },
    },
    { input: 194n, cachedInput: 50n, cacheWrite: 100n, output: 2n },
    44 * 10 + 50 * 1 + 100 * 12 + 2 * 50,
  ],
  [
    'DeepSeek: hits under two names, hit and miss are the prompt',
    {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: 64 },
      completion_tokens_details: { reasoning_tokens: 5 },
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    },
    { input: 100n, cachedInput: 64n, output: 20n, reasoning: 5n },
    36 * 10 + 64 * 1 + 15 * 50 + 5 * 60,
  ],
  [
    'DeepSeek, older: hits under its own name only',
    {
      prompt_tokens: 100,
      completion_tokens: 20,
      total_tokens: 120,
      prompt_cache_hit_tokens: 64,
      prompt_cache_miss_tokens: 36,
    },
    { input: 100n, cachedInput: 64n, output: 20n },
    36 * 10 + 64 * 1 + 20 * 50,
  ],
  [
    'xAI: thinking is beside the answer, and in the total',
    {
      prompt_tokens: 10_120,
      completion_tokens: 1499,
      total_tokens: 14_428,
      prompt_tokens_details: { cached_tokens: 128 },
      completion_tokens_details: { reasoning_tokens: 2809 },
    },
    { input: 10_120n, cachedInput: 128n, output: 4308n, reasoning: 2809n },
    9992 * 10 + 128 * 1 + 1499 * 50 + 2809 * 60,
  ],
  [
    "Google's OpenAI surface: thinking is in the total only",
    { prompt_tokens: 758, completion_tokens: 102, total_tokens: 1725 },
    { input: 758n, output: 967n, reasoning: 865n },
    758 * 10 + 102 * 50 + 865 * 60,
  ],
  [
    'Ollama',
    { prompt_tokens: 26, completion_tokens: 298, total_tokens: 324 },
    { input: 26n, output: 298n },
    26 * 10 + 298 * 50,
  ],
  [
    'Ollama, a prompt it had cached: to be counted here',
    { prompt_tokens: 0, completion_tokens: 4, total_tokens: 4 },
    { output: 4n },
    4 * 50,
  ],
  [
    'vLLM',
    { prompt_tokens: 10, completion_tokens: 4, total_tokens: 14, prompt_tokens_details: null },
    { input: 10n, output: 4n },
    10 * 10 + 4 * 50,
  ],
  [
    'more cached than there was',
    { prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 60 } },
    { input: 10n, cachedInput: 10n, output: 4n },
    10 * 1 + 4 * 50,
  ],
  [
    'a total that is too small',
    { prompt_tokens: 10, completion_tokens: 4, total_tokens: 1 },
    { input: 10n, output: 4n },
    300,
  ],
  [
    'a total that is no count',
    { prompt_tokens: 10, completion_tokens: 4, total_tokens: 1e300 },
    { input: 10n, output: 4n },
    300,
  ],
  ['a negative count', { prompt_tokens: 10, completion_tokens: -4 }, { input: 10n }, 100],
  ['a count as text', { prompt_tokens: '10', completion_tokens: 4, total_tokens: 14 }, { output: 4n }, 200],
  [
    'negative parts',
    {
      prompt_tokens: 10,
      completion_tokens: 4,
      prompt_tokens_details: { cached_tokens: -6, audio_tokens: -1 },
      completion_tokens_details: { reasoning_tokens: -4 },
    },
    { input: 10n, output: 4n },
    300,
  ],
];

goldenTable('openai', rows);

it.each([
  { prompt_tokens: 10.5, completion_tokens: 1e300 },
  { prompt_tokens: 0, completion_tokens: 0, total_tokens: 9 },
])('%j has no counts', (usage) => expect(readUsage('openai', usage)).toBeNull());

it("comes to what xAI's own invoice says: 232,856,000 ticks of 10⁻¹⁰ dollars", () => {
  const usage = {
    prompt_tokens: 10_120,
    completion_tokens: 1499,
    total_tokens: 14_428,
    prompt_tokens_details: { cached_tokens: 128 },
    completion_tokens_details: { reasoning_tokens: 2809 },
  };
  // 1.25, 0.20 and 2.50 dollars per million; 1,000 credits are a dollar.
  const list = toPrice(1n, {
    ...unpriced,
    inputPerMillionMicroCredits: 1_250_000_000n,
    cachedInputPerMillionMicroCredits: 200_000_000n,
    outputPerMillionMicroCredits: 2_500_000_000n,
  });
  expect(costMicroCredits(list, readUsage('openai', usage)!)).toBe(23_285_600n);
});
