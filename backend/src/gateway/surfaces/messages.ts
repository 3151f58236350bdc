import type { Asked } from '../asked.ts';
import { readUsage } from '../dialects/index.ts';
import { invalidRequest } from '../errors.ts';
import { likelyInputTokens, mostInputTokens } from '../input-text.ts';
import type { Provider } from '../snapshots/catalogue.ts';
import type { Surface } from '../surface.ts';
import { composed } from '../translate/compose.ts';
import { messagesToChat, messagesToOpenai } from '../translate/messages/index.ts';
import { chatToOllama } from '../translate/ollama/index.ts';
import type { Translation } from '../translate/translation.ts';
import { fitThinking, readBounds, readThinking } from './chat-bounds.ts';
import { isTrue, mostChoices, optionalCount, requireModelName } from './fields.ts';
import { messagesErrors } from './messages-errors.ts';
import { sizeOfMessages, textsOfMessages, tokensBesideTools } from './messages-input.ts';
import { textsOfBlocks } from './messages-said.ts';
import { messagesStream } from './messages-stream.ts';
import { refuseOwnTemplate } from './template.ts';

/** Kinds of providers that have Anthropic's API themselves. */
export const speaksMessages = (kind: string) =>
  kind === 'anthropic' || kind === 'litellm' || kind === 'simulated';

function translationFor({ kind, connection }: Provider): Translation | null {
  if (speaksMessages(kind)) return null;
  if (kind === 'openai') return messagesToOpenai;
  const ollama = kind === 'ollama' ? chatToOllama(connection) : null;
  return ollama ? composed(messagesToChat, ollama) : messagesToChat;
}

/** Anthropic's messages: JSON and streaming, tools, images, documents, thinking; unknown fields pass through. */
export const messagesSurface: Surface = {
  name: 'messages',
  upstreamPath: 'messages',
  mayFallBack: true,
  ownFields: new Set(),
  boundField: () => 'max_tokens',
  fitToBound: fitThinking,
  translationFor,
  requestIdHeader: 'request-id',
  answer: {
    read: ({ valueOf, isList }) => ({
      usage: readUsage('anthropic', valueOf('usage')),
      error: valueOf('error') ?? null,
      hasContent: isList('content'),
    }),
    textsOf: ({ content }) => textsOfBlocks(content),
  },
  stream: messagesStream,
  errors: messagesErrors,
  understand(body, bodyBytes) {
    if (body.max_tokens === undefined || body.max_tokens === null)
      throw invalidRequest('"max_tokens" is required.', 'max_tokens');
    // Servers of other APIs behind a provider would give several answers.
    if ((optionalCount(body, 'n', mostChoices) ?? 1n) !== 1n)
      throw invalidRequest('There is one answer: "n" is not supported.', 'n');
    const { boundFields, outputTokensMost } = readBounds(body);
    return {
      ...readMessages(body, bodyBytes),
      stream: isTrue(body, 'stream'),
      wantsUsage: true,
      streamOptions: null,
      boundFields,
      outputTokensMost,
      besideTokensMost: readThinking(body),
      chargedParts: ['inputPerMillion', 'outputPerMillion'],
      choices: 1n,
    };
  },
};

/** What messages ask for, as far as it is input. @throws 400 */
export function readMessages(
  body: Record<string, unknown>,
  bodyBytes: number,
): Pick<
  Asked,
  | 'modelName'
  | 'inputTokensMost'
  | 'inputTokensLikely'
  | 'mediaTokensMost'
  | 'images'
  | 'inputField'
  | 'unboundedPart'
  | 'countInput'
> {
  const { messages, system, tools, output_config } = body;
  if (!Array.isArray(messages) || messages.length === 0)
    throw invalidRequest('"messages" must be a list with at least one message.', 'messages');
  // The server would write summaries beside the answer.
  if (body.context_management !== undefined && body.context_management !== null)
    throw invalidRequest('"context_management" is not supported.', 'context_management');
  refuseOwnTemplate(body);
  const besideTools = tokensBesideTools(tools);
  const size = sizeOfMessages(messages);
  return {
    modelName: requireModelName(body),
    inputTokensMost: mostInputTokens(size, bodyBytes) + besideTools,
    inputTokensLikely: likelyInputTokens([system, messages, tools], size.mediaBytes),
    mediaTokensMost: size.mediaTokensMost,
    images: BigInt(size.images),
    inputField: 'messages',
    unboundedPart: size.unboundedPart,
    countInput: async ({ count, perMessage, perReply }) => {
      const messageCount = BigInt(size.messageCount + (system ? 1 : 0));
      const texts = textsOfMessages(messages, system, [tools, output_config]);
      return (await count(texts)) + messageCount * perMessage + perReply;
    },
  };
}
