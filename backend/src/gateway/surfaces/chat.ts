import type { Surface } from '../call.ts';
import { invalidRequest } from '../errors.ts';
import { likelyTokens, mostInputTokens, readInputText } from '../input-text.ts';
import { optionalCount, requireModelName } from './fields.ts';

/** OpenAI chat completions: JSON and streaming, tools, images in content; unknown fields pass through. */
export const chatSurface: Surface = {
  name: 'chat.completions',
  upstreamPath: 'chat/completions',
  understand(text, body) {
    const { messages, stream, stream_options: streamOptions } = body;
    if (!Array.isArray(messages) || messages.length === 0)
      throw invalidRequest('"messages" must be a list with at least one message.', 'messages');
    if (messages.some((message) => typeof message !== 'object' || message === null))
      throw invalidRequest('Every message must be an object.', 'messages');
    if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
      throw invalidRequest('"stream" must be true or false.', 'stream');
    const input = readInputText(messages, [body.tools, body.functions, body.response_format]);
    return {
      text,
      modelName: requireModelName(body),
      stream: stream === true,
      wantsUsage: (streamOptions as { include_usage?: unknown } | undefined)?.include_usage === true,
      streamOptions: JSON.stringify({ ...(streamOptions as object | undefined), include_usage: true }),
      inputTokensMost: mostInputTokens(input),
      inputTokensLikely: likelyTokens(input.texts),
      outputTokensMost: optionalCount(body, 'max_completion_tokens') ?? optionalCount(body, 'max_tokens'),
      choices: optionalCount(body, 'n') ?? 1n,
      countInput: ({ count, perMessage, perReply }) =>
        input.texts.reduce((sum, part) => sum + count(part), 0n) +
        BigInt(input.messageCount) * perMessage +
        perReply,
    };
  },
};
