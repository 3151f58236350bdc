import { field } from '../../lib/providers/json.ts';
import { type TokenCounts, toTokenCounts } from '../../lib/token-counts.ts';
import { firstCountOf } from './count.ts';

/**
 * What a rerank counted: `usage` in the words of Jina, vLLM and Voyage, `meta` in Cohere's and LiteLLM's. Input
 * alone; null when neither has tokens (Cohere bills searches).
 */
export function readRerankUsage(usage: unknown, meta: unknown): TokenCounts | null {
  const input = firstCountOf(
    field(usage, 'prompt_tokens'),
    field(usage, 'input_tokens'),
    field(usage, 'total_tokens'),
    field(field(meta, 'tokens'), 'input_tokens'),
    field(field(meta, 'billed_units'), 'input_tokens'),
    field(field(meta, 'billed_units'), 'total_tokens'),
  );
  return input === 0n ? null : toTokenCounts({ input });
}
