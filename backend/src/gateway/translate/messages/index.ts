import type { Translation } from '../translation.ts';
import { messageAnswer } from './answer.ts';
import { chatRequest } from './request.ts';
import { createMessagesStream } from './stream.ts';

/** Anthropic's messages with a provider that speaks OpenAI's chat completions. */
export const messagesToChat: Translation = {
  upstreamPath: 'chat/completions',
  request: (body) => chatRequest(body),
  answer: messageAnswer,
  createStream: createMessagesStream,
};

/** The same with OpenAI itself, whose newer models know another word for the longest answer. */
export const messagesToOpenai: Translation = {
  ...messagesToChat,
  request({ max_tokens, ...body }) {
    return { ...chatRequest(body), max_completion_tokens: max_tokens };
  },
};
