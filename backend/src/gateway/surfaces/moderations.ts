import { readUsage } from '../dialects/index.ts';
import { invalidRequest } from '../errors.ts';
import { likelyInputTokens, mostInputTokens, sizeOfInput, textsOfInput } from '../input-text.ts';
import type { Surface } from '../surface.ts';
import { requireModelName } from './fields.ts';
import { inputOnly } from './input-only.ts';
import { listAnswer } from './list-answer.ts';

/** OpenAI moderations: texts, or parts with images. Servers count no tokens here, so they are counted by us. */
export const moderationsSurface: Surface = {
  name: 'moderations',
  upstreamPath: 'moderations',
  ...listAnswer('results', (valueOf) => readUsage('openai', valueOf('usage'))),
  understand(body, bodyBytes) {
    const content = readParts(body.input);
    const messages = [{ content }];
    const size = sizeOfInput(messages, 'input');
    return {
      modelName: requireModelName(body),
      inputTokensMost: mostInputTokens(size, bodyBytes),
      inputTokensLikely: likelyInputTokens(messages, size.mediaBytes),
      mediaTokensMost: size.mediaTokensMost,
      images: BigInt(size.images),
      inputField: 'input',
      unboundedPart: size.unboundedPart,
      countInput: ({ count }) => count(textsOfInput(messages, [])),
      ...inputOnly,
    };
  },
};

/** The input as parts of one message. @throws 400 */
function readParts(input: unknown): object[] {
  const parts: unknown[] = Array.isArray(input) ? input : [input];
  if (parts.length === 0) throw invalidRequest('"input" must not be empty.', 'input');
  return parts.map((part) => {
    if (typeof part === 'string') return { type: 'text', text: part };
    if (typeof part === 'object' && part !== null && !Array.isArray(part)) return part;
    throw invalidRequest('"input" must be a string, a list of strings, or a list of parts.', 'input');
  });
}
