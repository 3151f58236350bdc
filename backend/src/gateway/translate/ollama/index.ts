import type { PlainSettings } from '../../../lib/providers/connection-settings.ts';
import type { Translation } from '../translation.ts';
import { chatOfOllama } from './answer.ts';
import { ollamaRequest } from './request.ts';
import { createOllamaStream } from './stream.ts';

/** What of a provider's settings Ollama's own API can be told, and the one that is like OpenAI's cannot. */
export type OllamaSettings = Pick<PlainSettings, 'contextLength' | 'keepAliveSeconds'>;

/** Chat completions in Ollama's own words; null: nothing needs them (docs/adr/0019). */
export function chatToOllama(settings: OllamaSettings): Translation | null {
  if (settings.contextLength === null && settings.keepAliveSeconds === null) return null;
  return {
    upstreamPath: '/api/chat',
    isLines: true,
    request: (body) => ollamaRequest(body, settings),
    answer: chatOfOllama,
    createStream: createOllamaStream,
  };
}
