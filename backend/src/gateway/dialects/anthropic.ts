import { field } from '../../lib/providers/json.ts';
import { type TokenCounts, toTokenCounts } from '../../lib/token-counts.ts';
import { countOf } from './count.ts';

/**
 * Usage in Anthropic's words: `input_tokens` leaves out what was read from and written to a cache; output
 * includes thinking. What of it is media only we say, where it was translated.
 */
export function readAnthropicUsage(usage: unknown): TokenCounts {
  const read = countOf(field(usage, 'cache_read_input_tokens'));
  const byLifetime = field(usage, 'cache_creation');
  const writtenLong = countOf(field(byLifetime, 'ephemeral_1h_input_tokens'));
  const written = countOf(field(usage, 'cache_creation_input_tokens'));
  const writtenShort =
    written > writtenLong ? written - writtenLong : countOf(field(byLifetime, 'ephemeral_5m_input_tokens'));
  const outputDetails = field(usage, 'output_tokens_details');
  return toTokenCounts({
    input: countOf(field(usage, 'input_tokens')) + read + writtenShort + writtenLong,
    cachedInput: read,
    cacheWrite: writtenShort,
    longCacheWrite: writtenLong,
    audioInput: countOf(field(field(usage, 'input_tokens_details'), 'audio_tokens')),
    imageInput: countOf(field(field(usage, 'input_tokens_details'), 'image_tokens')),
    output: countOf(field(usage, 'output_tokens')),
    reasoning: countOf(field(outputDetails, 'thinking_tokens')),
    audioOutput: countOf(field(outputDetails, 'audio_tokens')),
    imageOutput: countOf(field(outputDetails, 'image_tokens')),
  });
}

/**
 * What a stream has counted once more of its usage came: counts only grow, what is left out stays, and for how long
 * something was written to a cache is only said at the beginning.
 */
export function laterAnthropicCounts(before: TokenCounts | null, usage: unknown): TokenCounts | null {
  const later = readAnthropicUsage(usage);
  if (!before) return later.input === 0n && later.output === 0n ? null : later;
  const output = most(before.output, later.output);
  const reasoning = most(before.reasoning, later.reasoning);
  if (later.input < before.input) return toTokenCounts({ ...before, output, reasoning });
  const written = later.cacheWrite + later.longCacheWrite;
  const longCacheWrite = least(most(before.longCacheWrite, later.longCacheWrite), written);
  const cacheWrite = written - longCacheWrite;
  return toTokenCounts({ ...later, cacheWrite, longCacheWrite, output, reasoning });
}

const most = (a: bigint, b: bigint) => (a > b ? a : b);
const least = (a: bigint, b: bigint) => (a < b ? a : b);

/** Counts in Anthropic's words, for what was counted elsewhere: `readAnthropicUsage` reads the same in them. */
export function anthropicUsageOf(tokens: TokenCounts) {
  const { input, cachedInput, cacheWrite, longCacheWrite, audioInput, imageInput } = tokens;
  const { output, reasoning, audioOutput, imageOutput } = tokens;
  const written = cacheWrite + longCacheWrite;
  return {
    input_tokens: Number(input - cachedInput - written),
    cache_creation_input_tokens: Number(written),
    cache_read_input_tokens: Number(cachedInput),
    ...(longCacheWrite > 0n && {
      cache_creation: {
        ephemeral_5m_input_tokens: Number(cacheWrite),
        ephemeral_1h_input_tokens: Number(longCacheWrite),
      },
    }),
    ...((audioInput > 0n || imageInput > 0n) && {
      input_tokens_details: { audio_tokens: Number(audioInput), image_tokens: Number(imageInput) },
    }),
    output_tokens: Number(output),
    ...(reasoning + audioOutput + imageOutput > 0n && {
      output_tokens_details: {
        thinking_tokens: Number(reasoning),
        ...(audioOutput > 0n && { audio_tokens: Number(audioOutput) }),
        ...(imageOutput > 0n && { image_tokens: Number(imageOutput) }),
      },
    }),
  };
}
