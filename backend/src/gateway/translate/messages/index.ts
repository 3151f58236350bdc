import type { Translation } from '../translation.ts';
import { messageAnswer } from './answer.ts';
import { chatRequest } from './request.ts';
import { createMessagesStream } from './stream.ts';

/** Anthropic's messages with a provider that speaks OpenAI's chat completions. */
export const messagesToChat: Translation = {
  upstreamPath: 'chat/completions',
  request: chatRequest,
  answer: messageAnswer,
  createStream: createMessagesStream,
};
