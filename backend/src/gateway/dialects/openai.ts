import { field } from '../../lib/providers/json.ts';
import { type TokenCounts, toTokenCounts } from '../../lib/token-counts.ts';
import { countOf, firstCountOf } from './count.ts';

/**
 * Usage in OpenAI's words: of chat (`prompt_tokens`) and of responses, images and audio (`input_tokens`), with
 * what servers that speak them add (LiteLLM, OpenRouter, DeepSeek, xAI, Google). Input includes what was read
 * from and written to a cache, output includes thinking.
 */
export function readOpenaiUsage(usage: unknown): TokenCounts {
  // Of transcriptions the name has no s.
  const inputDetails =
    field(usage, 'prompt_tokens_details') ??
    field(usage, 'input_tokens_details') ??
    field(usage, 'input_token_details');
  const outputDetails = field(usage, 'completion_tokens_details') ?? field(usage, 'output_tokens_details');
  const input = countOf(field(usage, 'prompt_tokens') ?? field(usage, 'input_tokens'));
  const listed = countOf(field(usage, 'completion_tokens') ?? field(usage, 'output_tokens'));
  // xAI and Google's OpenAI surface count thinking in the total only.
  const apart = thinkingApart(input, listed, countOf(field(usage, 'total_tokens')));
  const reasoning = countOf(field(outputDetails, 'reasoning_tokens'));
  const written = firstCountOf(
    field(inputDetails, 'cache_write_tokens'),
    field(inputDetails, 'cache_creation_tokens'),
    field(usage, 'cache_creation_input_tokens'),
  );
  const writtenLong = countOf(
    field(field(inputDetails, 'cache_creation_token_details'), 'ephemeral_1h_input_tokens'),
  );
  return toTokenCounts({
    input,
    cachedInput: firstCountOf(
      field(inputDetails, 'cached_tokens'),
      field(usage, 'cache_read_input_tokens'),
      field(usage, 'prompt_cache_hit_tokens'),
    ),
    cacheWrite: written > writtenLong ? written - writtenLong : 0n,
    longCacheWrite: writtenLong,
    audioInput: countOf(field(inputDetails, 'audio_tokens')),
    imageInput: countOf(field(inputDetails, 'image_tokens')),
    output: listed + apart,
    reasoning: reasoning > apart ? reasoning : apart,
    audioOutput: countOf(field(outputDetails, 'audio_tokens')),
    imageOutput: countOf(field(outputDetails, 'image_tokens')),
  });
}

/** What a total has beyond the counts it should be the sum of. */
function thinkingApart(input: bigint, output: bigint, total: bigint): bigint {
  return input > 0n && total > input + output ? total - input - output : 0n;
}

/** Counts in OpenAI's words, for what was counted elsewhere: `readOpenaiUsage` reads the same in them. */
export function openaiUsageOf(tokens: TokenCounts) {
  const { input, cachedInput, cacheWrite, longCacheWrite, output, reasoning } = tokens;
  const written = cacheWrite + longCacheWrite;
  return {
    prompt_tokens: Number(input),
    completion_tokens: Number(output),
    total_tokens: Number(input + output),
    prompt_tokens_details: {
      cached_tokens: Number(cachedInput),
      ...(written > 0n && { cache_write_tokens: Number(written) }),
      ...(longCacheWrite > 0n && {
        cache_creation_token_details: { ephemeral_1h_input_tokens: Number(longCacheWrite) },
      }),
    },
    completion_tokens_details: { reasoning_tokens: Number(reasoning) },
  };
}
