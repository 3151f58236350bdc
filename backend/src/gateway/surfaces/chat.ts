import type { Surface } from '../call.ts';
import { invalidRequest } from '../errors.ts';
import { likelyTokens, mostInputTokens, readInputText } from '../input-text.ts';
import { mostTokens, optionalCount, requireModelName } from './fields.ts';

const mostChoices = 128;
const boundOf = (body: Record<string, unknown>, name: string) => optionalCount(body, name, mostTokens);

/** OpenAI chat completions: JSON and streaming, tools, images in content; unknown fields pass through. */
export const chatSurface: Surface = {
  name: 'chat.completions',
  upstreamPath: 'chat/completions',
  understand(body, bodyBytes) {
    const { messages, stream, stream_options: streamOptions } = body;
    if (!Array.isArray(messages) || messages.length === 0)
      throw invalidRequest('"messages" must be a list with at least one message.', 'messages');
    if (messages.some((message) => typeof message !== 'object' || message === null))
      throw invalidRequest('Every message must be an object.', 'messages');
    if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
      throw invalidRequest('"stream" must be true or false.', 'stream');
    const input = readInputText(messages, [body.tools, body.functions, body.response_format]);
    const boundFields = ['max_completion_tokens', 'max_tokens'].filter(
      (name) => boundOf(body, name) !== null,
    );
    const bounds = boundFields.map((name) => boundOf(body, name) ?? 0n);
    return {
      modelName: requireModelName(body),
      stream: stream === true,
      wantsUsage: (streamOptions as { include_usage?: unknown } | undefined)?.include_usage === true,
      streamOptions: () => JSON.stringify({ ...(streamOptions as object | undefined), include_usage: true }),
      inputTokensMost: mostInputTokens(input, bodyBytes),
      inputTokensLikely: likelyTokens(input.texts),
      mediaTokensMost: input.mediaTokensMost,
      images: BigInt(input.images),
      outputTokensMost: bounds.reduce<bigint | null>(
        (most, bound) => (most !== null && most > bound ? most : bound),
        null,
      ),
      boundFields,
      choices: optionalCount(body, 'n', mostChoices) ?? 1n,
      countInput: async ({ count, perMessage, perReply }) =>
        (await count(input.texts)) + BigInt(input.messageCount) * perMessage + perReply,
    };
  },
};
