import type { Surface } from '../surface.ts';
import { invalidRequest } from '../errors.ts';
import { likelyInputTokens, mostInputTokens, sizeOfInput, textsOfInput } from '../input-text.ts';
import { fitThinking, readBounds, readThinking } from './chat-bounds.ts';
import { chatToAnthropic } from '../translate/chat/index.ts';
import { chatToOllama } from '../translate/ollama/index.ts';
import { choicesAnswer } from './choices-answer.ts';
import { choicesStream } from './choices-stream.ts';
import { mostChoices, optionalCount, readStream, requireModelName } from './fields.ts';
import { openaiErrors } from './openai-errors.ts';
import { refuseOwnTemplate } from './template.ts';
import { refuseServersTools } from './tools.ts';

/** OpenAI chat completions: JSON and streaming, tools, images in content; unknown fields pass through. */
export const chatSurface: Surface = {
  name: 'chat.completions',
  upstreamPath: 'chat/completions',
  mayFallBack: true,
  ownFields: new Set(),
  // OpenAI's newer models refuse `max_tokens`, and all of them know the other word; many other servers know
  // `max_tokens` alone. LiteLLM translates it where a model needs that.
  boundField: ({ kind }) => (kind === 'openai' ? 'max_completion_tokens' : 'max_tokens'),
  fitToBound: fitThinking,
  translationFor: ({ kind, connection }) =>
    kind === 'anthropic' ? chatToAnthropic : kind === 'ollama' ? chatToOllama(connection) : null,
  answer: choicesAnswer,
  stream: choicesStream('chat.completion.chunk', { delta: {} }),
  errors: openaiErrors,
  understand(body, bodyBytes) {
    const { messages } = body;
    if (!Array.isArray(messages) || messages.length === 0)
      throw invalidRequest('"messages" must be a list with at least one message.', 'messages');
    refuseServersTools(body.tools, isClientsTool);
    refuseOwnTemplate(body);
    const size = sizeOfInput(messages);
    const { boundFields, outputTokensMost } = readBounds(body);
    const beside = [body.tools, body.functions, body.response_format];
    return {
      modelName: requireModelName(body),
      inputTokensMost: mostInputTokens(size, bodyBytes),
      inputTokensLikely: likelyInputTokens([messages, beside], size.mediaBytes),
      mediaTokensMost: size.mediaTokensMost,
      images: BigInt(size.images),
      inputField: 'messages',
      unboundedPart: size.unboundedPart,
      boundFields,
      outputTokensMost,
      besideTokensMost: readThinking(body),
      chargedParts: ['inputPerMillion', 'outputPerMillion'],
      choices: optionalCount(body, 'n', mostChoices) ?? 1n,
      countInput: async ({ count, perMessage, perReply }) =>
        (await count(textsOfInput(messages, beside))) + BigInt(size.messageCount) * perMessage + perReply,
      ...readStream(body),
    };
  },
};

function isClientsTool({ type, function: called, custom }: Record<string, unknown>): boolean {
  const definition = type === 'custom' ? custom : type === 'function' || type === undefined ? called : null;
  return typeof definition === 'object' && definition !== null;
}
