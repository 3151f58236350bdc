import { readUsage } from '../dialects/index.ts';
import type { Surface } from '../surface.ts';
import { likelyTokens } from '../input-text.ts';
import { invalidRequest } from '../errors.ts';
import { requireModelName } from './fields.ts';
import { inputOnly } from './input-only.ts';
import { listAnswer } from './list-answer.ts';

const markTokens = 4n;

/** OpenAI embeddings: a text, texts, or tokens. The answer has no tokens of its own. */
export const embeddingsSurface: Surface = {
  name: 'embeddings',
  upstreamPath: 'embeddings',
  ...listAnswer('data', (valueOf) => readUsage('openai', valueOf('usage'))),
  understand(body, bodyBytes) {
    // vLLM embeds these, images and all, where more of the request fits them.
    if (body.messages !== undefined && body.messages !== null)
      throw invalidRequest('Messages cannot be embedded: send "input".', 'messages');
    const inputs: unknown[] = Array.isArray(body.input) ? body.input : [body.input];
    const texts = inputs.filter((input) => typeof input === 'string');
    const tokens = inputs.filter((input) => typeof input !== 'string').flat();
    if (inputs.length === 0) throw invalidRequest('"input" must not be empty.', 'input');
    if (!tokens.every((token) => typeof token === 'number'))
      throw invalidRequest('"input" must be a string, a list of strings, or tokens.', 'input');
    const given = BigInt(tokens.length);
    return {
      modelName: requireModelName(body),
      // No text has more tokens than bytes; each has a few marks of begin and end.
      inputTokensMost: BigInt(bodyBytes) + BigInt(inputs.length) * markTokens,
      inputTokensLikely: given + likelyTokens(texts),
      mediaTokensMost: 0n,
      images: 0n,
      inputField: 'input',
      unboundedPart: null,
      countInput: async ({ count }) => given + (await count(texts)),
      ...inputOnly,
    };
  },
};
