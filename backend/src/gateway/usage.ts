import { readUsage } from './dialects/index.ts';
import { createSaid } from './said.ts';
import type { TokenCounts } from '../lib/token-counts.ts';

const usageMember = /"usage"\s*:\s*\{/g;
const wholeParseBytes = 64 * 1024;

/** The usage in the body of a JSON answer. Long bodies (embeddings) are not parsed whole: usage is near their end. */
export function usageOfBody(body: Buffer): TokenCounts | null {
  const text = body.toString('utf8');
  if (body.length <= wholeParseBytes)
    return readUsage('openai', (parseOrNull(text) as { usage?: unknown } | null)?.usage);
  const at = [...text.matchAll(usageMember)].at(-1);
  if (!at) return null;
  const start = at.index + at[0].length - 1;
  return readUsage('openai', parseOrNull(text.slice(start, endOfObject(text, start))));
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
