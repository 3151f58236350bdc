import type { Translation } from '../translation.ts';
import { chatAnswer } from './answer.ts';
import { messagesRequest } from './request.ts';
import { createChatStream } from './stream.ts';

/** Chat completions with a provider that speaks Anthropic's messages. */
export const chatToAnthropic: Translation = {
  upstreamPath: 'messages',
  request: messagesRequest,
  answer: chatAnswer,
  createStream: createChatStream,
};
