import type { TokenCounts } from './price.ts';

type RawUsage = {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown } | null;
};

/** No call has more tokens than this; what claims to have is no count. */
const mostTokens = 1_000_000_000;

/**
 * The token counts an OpenAI-shaped `usage` gives; null when it gives none. All zero is none as well:
 * nothing that was answered had no input.
 */
export function readUsage(usage: unknown): TokenCounts | null {
  if (typeof usage !== 'object' || usage === null) return null;
  const {
    prompt_tokens: prompt,
    completion_tokens: completion,
    prompt_tokens_details: details,
  } = usage as RawUsage;
  const input = toTokens(prompt);
  const cached = toTokens(details?.cached_tokens);
  const output = toTokens(completion);
  if (input === 0n && output === 0n) return null;
  return { input, cachedInput: cached < input ? cached : input, output };
}

function toTokens(value: unknown): bigint {
  const isCount = Number.isInteger(value) && (value as number) > 0 && (value as number) <= mostTokens;
  return isCount ? BigInt(value as number) : 0n;
}
