import { createSaid } from './said.ts';
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

const usageMember = /"usage"\s*:\s*\{/g;
const wholeParseBytes = 64 * 1024;

/** The usage in the body of a JSON answer. Long bodies (embeddings) are not parsed whole: usage is near their end. */
export function usageOfBody(body: Buffer): TokenCounts | null {
  const text = body.toString('utf8');
  if (body.length <= wholeParseBytes)
    return readUsage((parseOrNull(text) as { usage?: unknown } | null)?.usage);
  const at = [...text.matchAll(usageMember)].at(-1);
  if (!at) return null;
  const start = at.index + at[0].length - 1;
  return readUsage(parseOrNull(text.slice(start, endOfObject(text, start))));
}

/** `usage` holds numbers and objects only, so counting braces finds its end. */
function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let position = start; position < text.length; position += 1) {
    if (text[position] === '{') depth += 1;
    else if (text[position] === '}' && (depth -= 1) === 0) return position + 1;
  }
  return text.length;
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What a whole JSON answer says, text by text over all its choices. */
export function textsOfAnswer(body: Buffer): string[] {
  const answer = parseOrNull(body.toString('utf8')) as { choices?: unknown } | null;
  const said = createSaid();
  said.add(answer?.choices);
  return said.texts();
}
