import type { Provider } from './snapshots/catalogue.ts';

/** Counts tokens when the upstream does not say: of a text, and what a message and the answer's start add. */
export type TokenCounter = { count: (text: string) => bigint; perMessage: bigint; perReply: bigint };

/** The simulated provider's rule: one token is one whitespace-separated word. */
export const wordCounter: TokenCounter = {
  count: (text) => BigInt(text.match(/\S+/g)?.length ?? 0),
  perMessage: 0n,
  perReply: 0n,
};

/**
 * The counter for a provider. For real ones: the o200k_base tokenizer, and OpenAI's published rule of 3
 * tokens a message plus its role, and 3 for the start of the answer. The tokenizer is large, so it is
 * loaded when it is first needed.
 */
export async function tokenCounterFor(kind: Provider['kind']): Promise<TokenCounter> {
  if (kind === 'simulated') return wordCounter;
  const { countTokens } = await import('gpt-tokenizer/encoding/o200k_base');
  return {
    count: (text) => BigInt(countTokens(text, { disallowedSpecial: new Set() })),
    perMessage: 4n,
    perReply: 3n,
  };
}
