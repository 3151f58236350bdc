import { randomUUID } from 'node:crypto';
import { countWords } from '../count-tokens.ts';
import { simulateEmbedding, type SimulatedAnswer } from './simulated-answer.ts';

/* What the simulated provider sends, in the OpenAI shape. */

/** An error as the OpenAI API shapes it. */
export const error = (message: string, type = 'api_error') =>
  JSON.stringify({ error: { message, type, param: null, code: null } });

/** What a model says that is asked for what it cannot do. */
export const refusal = (model: string, path: string) => {
  const wish = path === 'embeddings' ? 'embeddings' : 'chat completions';
  return error(`The model "${model}" does not support ${wish}.`, 'invalid_request_error');
};

const envelope = (model: string, object: string) => ({
  id: `chatcmpl-${randomUUID()}`,
  object,
  created: Math.floor(Date.now() / 1000),
  model,
});
const usageOf = ({ promptTokens, words }: SimulatedAnswer, choices: number) => ({
  prompt_tokens: promptTokens,
  completion_tokens: words.length * choices,
  total_tokens: promptTokens + words.length * choices,
});
const toolCallOf = (toolCall: object) => ({
  id: `call_${randomUUID()}`,
  type: 'function',
  function: toolCall,
});
const eachOf = (choices: number) => Array.from({ length: choices }, (_, index) => index);

/** A whole answer. */
export function chatBody(model: string, answer: SimulatedAnswer, choices: number): string {
  const { toolCall, words, finishReason } = answer;
  const message = () =>
    toolCall
      ? { role: 'assistant', content: null, tool_calls: [toolCallOf(toolCall)] }
      : { role: 'assistant', content: words.join(' ') };
  return JSON.stringify({
    ...envelope(model, 'chat.completion'),
    choices: eachOf(choices).map((index) => ({
      index,
      message: message(),
      logprobs: null,
      finish_reason: finishReason,
    })),
    usage: usageOf(answer, choices),
  });
}

/** The events of a stream, one by one as they are sent: a long answer is not in memory as a whole. */
export function* streamEvents(model: string, answer: SimulatedAnswer, choices: number): Generator<string> {
  const { toolCall, words, finishReason } = answer;
  const head = envelope(model, 'chat.completion.chunk');
  /** The same for every choice, one after another. */
  const events = (delta: () => object, reason: string | null = null) =>
    eachOf(choices).map(
      (index) =>
        `data: ${JSON.stringify({ ...head, choices: [{ index, delta: delta(), finish_reason: reason }] })}\n\n`,
    );
  yield* events(() => ({ role: 'assistant', content: '' }));
  if (toolCall) yield* events(() => ({ tool_calls: [{ index: 0, ...toolCallOf(toolCall) }] }));
  else
    for (const [index, word] of words.entries())
      yield* events(() => ({ content: index === 0 ? word : ` ${word}` }));
  yield* events(() => ({}), finishReason);
  yield `data: ${JSON.stringify({ ...head, choices: [], usage: usageOf(answer, choices) })}\n\n`;
  yield 'data: [DONE]\n\n';
}

export type EmbeddingOptions = { dimensions?: number | null; encoding_format?: 'float' | 'base64' };
export type EmbeddingInput = string | (string | number | number[])[];

export const mostDimensions = 4_096;

/** The texts to embed; a list of tokens is one text, and each of its tokens a word. */
function textsOf(input: EmbeddingInput): string[] {
  if (typeof input === 'string') return [input];
  if (typeof input[0] === 'number') return [input.join(' ')];
  return input.map((item) => (Array.isArray(item) ? item.join(' ') : String(item)));
}

/** One vector for each text of the input. */
export function embeddingsBody(
  model: string,
  input: EmbeddingInput,
  { dimensions, encoding_format: format }: EmbeddingOptions,
): string {
  const inputs = textsOf(input);
  // The official SDK asks for base64 of 32-bit floats and decodes it itself.
  const encode = (vector: number[]) =>
    format === 'base64' ? Buffer.from(Float32Array.from(vector).buffer).toString('base64') : vector;
  const tokens = inputs.reduce((sum, text) => sum + countWords(text), 0);
  return JSON.stringify({
    object: 'list',
    model,
    data: inputs.map((text, index) => ({
      object: 'embedding',
      index,
      embedding: encode(simulateEmbedding(text, dimensions ?? undefined)),
    })),
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  });
}
