import type { Surface } from '../call.ts';
import { invalidRequest } from '../errors.ts';
import { likelyInputTokens, mostInputTokens, sizeOfInput, textsOfInput } from '../input-text.ts';
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
    if (stream !== undefined && stream !== null && typeof stream !== 'boolean')
      throw invalidRequest('"stream" must be true or false.', 'stream');
    const size = sizeOfInput(messages);
    const beside = [body.tools, body.functions, body.response_format];
    const boundFields = ['max_completion_tokens', 'max_tokens'].filter(
      (name) => boundOf(body, name) !== null,
    );
    const bounds = boundFields.map((name) => boundOf(body, name) ?? 0n);
    return {
      modelName: requireModelName(body),
      stream: stream === true,
      wantsUsage: (streamOptions as { include_usage?: unknown } | undefined)?.include_usage === true,
      streamOptions: JSON.stringify({ ...(streamOptions as object | undefined), include_usage: true }),
      inputTokensMost: mostInputTokens(size, bodyBytes),
      inputTokensLikely: likelyInputTokens([messages, beside], size.mediaBytes),
      outputTokensMost: bounds.reduce<bigint | null>(
        (most, bound) => (most !== null && most > bound ? most : bound),
        null,
      ),
      boundFields,
      choices: optionalCount(body, 'n', mostChoices) ?? 1n,
      countInput: async ({ count, perMessage, perReply }) =>
        (await count(textsOfInput(messages, beside))) + BigInt(size.messageCount) * perMessage + perReply,
    };
  },
};
