import { openaiUsageOf } from '../../dialects/openai.ts';
import { readUsage } from '../../dialects/index.ts';
import { objectsOf } from '../json.ts';
import type { Body } from '../translation.ts';

const reasons: Record<string, string> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  pause_turn: 'stop',
  tool_use: 'tool_calls',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  refusal: 'content_filter',
};

/** Why an answer ended, in OpenAI's words. */
export const finishReasonOf = (reason: unknown): string => reasons[String(reason)] ?? 'stop';

/** `created`, as OpenAI has it. */
export const secondsNow = () => Math.floor(Date.now() / 1000);

/** An answer of Anthropic's messages as a chat completion; null: it is none. */
export function chatAnswer({ type, id, model, content, stop_reason, usage }: Body): Body | null {
  if (type === 'error' || !Array.isArray(content)) return null;
  const counted = readUsage('anthropic', usage);
  return {
    id,
    object: 'chat.completion',
    created: secondsNow(),
    model,
    choices: [
      {
        index: 0,
        message: messageOf(objectsOf(content)),
        logprobs: null,
        finish_reason: finishReasonOf(stop_reason),
      },
    ],
    ...(counted && { usage: openaiUsageOf(counted) }),
  };
}

function messageOf(blocks: Body[]): Body {
  const textsOf = (type: string, member: string) =>
    blocks.flatMap((block) => (block.type === type && isText(block[member]) ? [block[member]] : []));
  const texts = textsOf('text', 'text');
  const thoughts = blocks.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking');
  const calls = blocks.filter(({ type }) => type === 'tool_use');
  return {
    role: 'assistant',
    content: texts.length > 0 ? texts.join('') : null,
    refusal: null,
    ...(thoughts.length > 0 && {
      reasoning_content: textsOf('thinking', 'thinking').join(''),
      // With their signatures: to be sent again with the results of tools.
      thinking_blocks: thoughts,
    }),
    ...(calls.length > 0 && {
      tool_calls: calls.map(({ id, name, input }) => ({
        id,
        type: 'function',
        function: { name, arguments: JSON.stringify(input ?? {}) },
      })),
    }),
  };
}

const isText = (value: unknown) => typeof value === 'string';
