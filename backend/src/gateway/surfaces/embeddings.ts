import type { Surface } from '../call.ts';
import { likelyTokens } from '../input-text.ts';
import { invalidRequest } from '../errors.ts';
import { requireModelName } from './fields.ts';

/** OpenAI embeddings: a text, texts, or tokens. The answer has no tokens of its own. */
export const embeddingsSurface: Surface = {
  name: 'embeddings',
  upstreamPath: 'embeddings',
  understand(text, body) {
    const inputs: unknown[] = Array.isArray(body.input) ? body.input : [body.input];
    if (inputs.length === 0) throw invalidRequest('"input" must not be empty.', 'input');
    const texts = inputs.filter((input) => typeof input === 'string');
    const tokens = inputs.flat().filter((input) => typeof input === 'number');
    if (
      texts.length + inputs.filter((input) => typeof input === 'number' || Array.isArray(input)).length !==
      inputs.length
    ) {
      throw invalidRequest('"input" must be a string, a list of strings, or tokens.', 'input');
    }
    const given = BigInt(tokens.length);
    return {
      text,
      modelName: requireModelName(body),
      stream: false,
      wantsUsage: false,
      streamOptions: '{}',
      // A few tokens of begin and end marks for each text.
      inputTokensMost: given + texts.reduce((sum, input) => sum + BigInt(Buffer.byteLength(input)) + 4n, 0n),
      inputTokensLikely: given + likelyTokens(texts),
      outputTokensMost: 0n,
      choices: 1n,
      countInput: ({ count }) => given + texts.reduce((sum, input) => sum + count(input), 0n),
    };
  },
};
