import { field } from '../../lib/providers/json.ts';
import { type TokenCounts, toTokenCounts } from '../../lib/token-counts.ts';
import { countOf } from './count.ts';

/**
 * Usage in Anthropic's words: `input_tokens` leaves out what was read from and written to a cache; output
 * includes thinking.
 */
export function readAnthropicUsage(usage: unknown): TokenCounts {
  const read = countOf(field(usage, 'cache_read_input_tokens'));
  const byLifetime = field(usage, 'cache_creation');
  const writtenLong = countOf(field(byLifetime, 'ephemeral_1h_input_tokens'));
  const written = countOf(field(usage, 'cache_creation_input_tokens'));
  const writtenShort =
    written > writtenLong ? written - writtenLong : countOf(field(byLifetime, 'ephemeral_5m_input_tokens'));
  return toTokenCounts({
    input: countOf(field(usage, 'input_tokens')) + read + writtenShort + writtenLong,
    cachedInput: read,
    cacheWrite: writtenShort,
    longCacheWrite: writtenLong,
    output: countOf(field(usage, 'output_tokens')),
    reasoning: countOf(field(field(usage, 'output_tokens_details'), 'thinking_tokens')),
  });
}
