import type { Turn } from './turns.ts';

/** What is set beside the conversation. Numbers as they are typed; empty leaves them to the model. */
export type ChatSettings = { systemPrompt: string; temperature: string; maxTokens: string };

type Message = { role: 'system' | 'user' | 'assistant'; content: string };
export type ChatBody = { model: string; messages: Message[]; temperature?: number; max_tokens?: number };

export const emptySettings: ChatSettings = { systemPrompt: '', temperature: '', maxTokens: '' };

/** The settings that make no sense, by name. */
export function wrongSettings({ temperature, maxTokens }: ChatSettings) {
  const degrees = Number(temperature);
  return {
    temperature: temperature !== '' && !(degrees >= 0 && degrees <= 2),
    maxTokens: maxTokens !== '' && !/^[1-9]\d{0,8}$/.test(maxTokens),
  };
}

/** The request for an answer to `prompt` after `earlier` turns; those that failed are as if never asked. */
export function toChatBody(
  model: string,
  { systemPrompt, temperature, maxTokens }: ChatSettings,
  earlier: Turn[],
  prompt: string,
): ChatBody {
  const answered = earlier.filter(({ state, answer }) => state !== 'failed' && answer !== '');
  return {
    model,
    messages: [
      ...(systemPrompt.trim() ? [{ role: 'system', content: systemPrompt } as const] : []),
      ...answered.flatMap((turn): Message[] => [
        { role: 'user', content: turn.prompt },
        { role: 'assistant', content: turn.answer },
      ]),
      { role: 'user', content: prompt },
    ],
    ...(temperature && { temperature: Number(temperature) }),
    ...(maxTokens && { max_tokens: Number(maxTokens) }),
  };
}
