import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';

/** What the upstream would bill for one request. */
export type Invoice = {
  promptTokens: number;
  cachedTokens: number;
  completionTokens: number;
  /** What is billed besides tokens. */
  images?: number;
  seconds?: number;
  characters?: number;
};

type Message = { role: string; content?: string | { text?: string }[] | null };

/** OpenAI's published rule: 3 tokens a message, its role and its text; 3 for the start of the answer. */
export function promptTokensOf(messages: Message[]): number {
  return messages.reduce((sum, { role, content }) => {
    const texts = typeof content === 'string' ? [content] : (content ?? []).map(({ text }) => text ?? '');
    return sum + 3 + countTokens(role) + texts.reduce((total, text) => total + countTokens(text), 0);
  }, 3);
}

/** Tokens of an embeddings input: a text, texts, tokens or lists of tokens. */
export function inputTokensOf(input: unknown): number {
  if (typeof input === 'string') return countTokens(input);
  if (typeof input === 'number') return 1;
  return (input as unknown[]).reduce<number>((sum, item) => sum + inputTokensOf(item), 0);
}

/** Tokens of texts that were each sent as a whole. */
export function completionTokensOf(texts: string[]): number {
  return texts.reduce((sum, text) => sum + countTokens(text), 0);
}
