import { invalidRequest } from '../errors.ts';
import { likelyTokens } from '../input-text.ts';
import type { Surface } from '../surface.ts';
import { readBounds, readThinking } from './chat-bounds.ts';
import { choicesAnswer } from './choices-answer.ts';
import { choicesStream } from './choices-stream.ts';
import { isTrue, mostChoices, optionalCount, readStream, requireModelName } from './fields.ts';
import { openaiErrors } from './openai-errors.ts';

const mostPrompts = 10_000n;
const markTokens = 4n;
/** What OpenAI's API and vLLM take where a request does not say: this API has always been so. */
const defaultOutputTokens = 16n;

type Prompt = string | number[];

/** OpenAI's older completions: prompts as texts or tokens, one or many, each with `n` choices. */
export const completionsSurface: Surface = {
  name: 'completions',
  upstreamPath: 'completions',
  mayFallBack: true,
  ownFields: new Set(),
  boundField: () => 'max_tokens',
  answer: choicesAnswer,
  stream: choicesStream('text_completion', { text: '' }),
  errors: openaiErrors,
  understand(body, bodyBytes) {
    const prompts = readPrompts(body.prompt);
    const count = BigInt(prompts.length);
    const texts = [...prompts, body.suffix].filter((text) => typeof text === 'string');
    const given = prompts.reduce(
      (sum, prompt) => sum + (typeof prompt === 'string' ? 0n : sizeOf(prompt)),
      0n,
    );
    const { boundFields, outputTokensMost } = readBounds(body);
    const thinking = readThinking(body);
    const echoed = isTrue(body, 'echo') ? prompts.map(sizeOf).reduce((a, b) => (a > b ? a : b)) : 0n;
    return {
      modelName: requireModelName(body),
      // No text has more tokens than bytes; each has a few marks of begin and end.
      inputTokensMost: BigInt(bodyBytes) + count * markTokens,
      inputTokensLikely: given + likelyTokens(texts),
      mediaTokensMost: 0n,
      images: 0n,
      inputField: 'prompt',
      unboundedPart: null,
      outputTokensMost: outputTokensMost ?? defaultOutputTokens,
      boundFields,
      // No server charges an echo as output, but it is said all the same.
      besideTokensMost: thinking === null ? null : thinking + echoed,
      chargedParts: ['inputPerMillion', 'outputPerMillion'],
      choices: count * (optionalCount(body, 'n', mostChoices) ?? 1n),
      countInput: async (counter) => given + (await counter.count(texts)),
      ...readStream(body),
    };
  },
};

/** @throws 400 */
function readPrompts(prompt: unknown): Prompt[] {
  const prompts: unknown[] = Array.isArray(prompt) && !isTokens(prompt) ? prompt : [prompt];
  if (prompts.length === 0 || BigInt(prompts.length) > mostPrompts)
    throw invalidRequest(`"prompt" must be 1 to ${mostPrompts} prompts.`, 'prompt');
  if (!prompts.every((each): each is Prompt => typeof each === 'string' || isTokens(each)))
    throw invalidRequest('"prompt" must be a string, tokens, or a list of these.', 'prompt');
  return prompts;
}

function isTokens(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((token) => typeof token === 'number');
}

const sizeOf = (prompt: Prompt) =>
  BigInt(typeof prompt === 'string' ? Buffer.byteLength(prompt) : prompt.length);
