import type { Surface } from '../surface.ts';
import { invalidRequest } from '../errors.ts';
import { likelyInputTokens, mostInputTokens, sizeOfInput, textsOfInput } from '../input-text.ts';
import { readBounds, readThinking } from './chat-bounds.ts';
import { choicesAnswer } from './choices-answer.ts';
import { choicesStream } from './choices-stream.ts';
import { optionalCount, optionalObject, requireModelName } from './fields.ts';
import { openaiErrors } from './openai-errors.ts';

const mostChoices = 128;

/** OpenAI chat completions: JSON and streaming, tools, images in content; unknown fields pass through. */
export const chatSurface: Surface = {
  name: 'chat.completions',
  upstreamPath: 'chat/completions',
  mayFallBack: true,
  ownFields: new Set(),
  // OpenAI's newer models refuse `max_tokens`, and all of them know the other word; many other servers know
  // `max_tokens` alone. LiteLLM translates it where a model needs that.
  boundField: ({ kind }) => (kind === 'openai' ? 'max_completion_tokens' : 'max_tokens'),
  answer: choicesAnswer,
  stream: choicesStream('chat.completion.chunk', { delta: {} }),
  errors: openaiErrors,
  understand(body, bodyBytes) {
    const { messages, stream } = body;
    if (!Array.isArray(messages) || messages.length === 0)
      throw invalidRequest('"messages" must be a list with at least one message.', 'messages');
    if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
      throw invalidRequest('"stream" must be true or false.', 'stream');
    const streamOptions = optionalObject(body, 'stream_options');
    refuseOthersWork(body);
    const size = sizeOfInput(messages);
    const { boundFields, outputTokensMost } = readBounds(body);
    const beside = [body.tools, body.functions, body.response_format];
    return {
      modelName: requireModelName(body),
      stream: stream === true,
      wantsUsage: streamOptions.include_usage === true,
      streamOptions: () => JSON.stringify({ ...streamOptions, include_usage: true }),
      inputTokensMost: mostInputTokens(size, bodyBytes),
      inputTokensLikely: likelyInputTokens([messages, beside], size.mediaBytes),
      mediaTokensMost: size.mediaTokensMost,
      images: BigInt(size.images),
      unboundedPart: size.unboundedPart,
      boundFields,
      outputTokensMost,
      thinkingTokensMost: readThinking(body),
      chargedParts: ['inputPerMillion', 'outputPerMillion'],
      choices: optionalCount(body, 'n', mostChoices) ?? 1n,
      countInput: async ({ count, perMessage, perReply }) =>
        (await count(textsOfInput(messages, beside))) + BigInt(size.messageCount) * perMessage + perReply,
    };
  },
};

/**
 * Tools that the server runs by itself (search, code, MCP) are charged apart and add input that nobody bounds;
 * a template of the client's own can make any length of prompt of a short body. @throws 400
 */
function refuseOthersWork(body: Record<string, unknown>): void {
  const { tools } = body;
  if (tools !== undefined && tools !== null && !(Array.isArray(tools) && tools.every(isClientsTool)))
    throw invalidRequest('"tools" must be a list of tools of the type "function" or "custom".', 'tools');
  if (optionalObject(body, 'chat_template_kwargs').chat_template !== undefined)
    throw invalidRequest('"chat_template_kwargs" may not bring a template.', 'chat_template_kwargs');
}

function isClientsTool(tool: unknown): boolean {
  if (typeof tool !== 'object' || tool === null) return false;
  const { type, function: called, custom } = tool as Record<string, unknown>;
  const definition = type === 'custom' ? custom : type === 'function' || type === undefined ? called : null;
  return typeof definition === 'object' && definition !== null;
}
