import type { TokenCounts } from './price.ts';

type RawUsage = {
  prompt_tokens?: unknown;
  completion_tokens?: unknown;
  prompt_tokens_details?: { cached_tokens?: unknown } | null;
};

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
  const counts = {
    input: toTokens(prompt),
    cachedInput: toTokens(details?.cached_tokens),
    output: toTokens(completion),
  };
  return counts.input === 0n && counts.output === 0n ? null : counts;
}

function toTokens(value: unknown): bigint {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? BigInt(value) : 0n;
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

type Said = {
  content?: unknown;
  reasoning_content?: unknown;
  refusal?: unknown;
  tool_calls?: { function?: { name?: unknown; arguments?: unknown } }[] | null;
};

/** Everything a message or a stream's delta says that counts as output. */
export function textSaid(said: Said | undefined): string {
  const calls = said?.tool_calls?.flatMap(({ function: called }) => [called?.name, called?.arguments]) ?? [];
  return [said?.content, said?.reasoning_content, said?.refusal, ...calls]
    .filter((part) => typeof part === 'string')
    .join('');
}

/** What a whole JSON answer says, over all its choices. */
export function textOfAnswer(body: Buffer): string {
  const answer = parseOrNull(body.toString('utf8')) as { choices?: { message?: Said }[] } | null;
  return answer?.choices?.map(({ message }) => textSaid(message)).join('') ?? '';
}
