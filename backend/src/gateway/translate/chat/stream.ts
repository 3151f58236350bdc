import type { TokenCounts } from '../../../lib/token-counts.ts';
import { laterAnthropicCounts } from '../../dialects/anthropic.ts';
import { readUsage } from '../../dialects/index.ts';
import { openaiUsageOf } from '../../dialects/openai.ts';
import { parseOrNull } from '../../transcript.ts';
import { isSet, objectOf } from '../json.ts';
import type { Body, StreamTranslation } from '../translation.ts';
import { finishReasonOf, secondsNow } from './answer.ts';

const event = (data: string) => `data: ${data}\n\n`;

/** A stream of Anthropic's messages as one of chat completions. */
export function createChatStream(): StreamTranslation {
  /** What all chunks begin with, as JSON that goes on. */
  let head = '{"object":"chat.completion.chunk"';
  let counted: TokenCounts | null = null;
  let isEnding = false;
  /** What the block that is being said thinks: its signature is of no use without. */
  let thought = '';
  /** The place of each block's call among the calls. */
  const calls = new Map<unknown, number>();

  const chunk = (delta: Body, finish_reason: string | null = null) =>
    event(`${head},"choices":${JSON.stringify([{ index: 0, delta, logprobs: null, finish_reason }])}}`);

  function lastEvents(): string {
    if (!isEnding) return '';
    isEnding = false;
    return (
      (counted ? event(`${head},"choices":[],"usage":${JSON.stringify(openaiUsageOf(counted))}}`) : '') +
      event('[DONE]')
    );
  }

  const translators: Record<string, (body: Body) => string> = {
    message_start({ message }) {
      const { id, model, usage } = objectOf(message);
      const common = { id, object: 'chat.completion.chunk', created: secondsNow(), model };
      head = JSON.stringify(common).slice(0, -1);
      counted = readUsage('anthropic', usage);
      return chunk({ role: 'assistant', content: '' });
    },
    content_block_start({ index, content_block }) {
      const block = objectOf(content_block);
      thought = '';
      if (block.type === 'redacted_thinking') return chunk({ thinking_blocks: [block] });
      if (block.type !== 'tool_use') return '';
      const place = calls.size;
      calls.set(index, place);
      const called = { name: block.name, arguments: '' };
      return chunk({ tool_calls: [{ index: place, id: block.id, type: 'function', function: called }] });
    },
    content_block_delta({ index, delta }) {
      const { text, thinking, partial_json: input, signature } = objectOf(delta);
      if (isSet(text)) return chunk({ content: text });
      if (typeof thinking === 'string') {
        thought += thinking;
        return chunk({ reasoning_content: thinking });
      }
      if (isSet(signature))
        return chunk({ thinking_blocks: [{ type: 'thinking', thinking: thought, signature }] });
      const place = calls.get(index);
      if (!isSet(input) || place === undefined) return '';
      return chunk({ tool_calls: [{ index: place, function: { arguments: input } }] });
    },
    message_delta({ delta, usage }) {
      counted = laterAnthropicCounts(counted, usage);
      const { stop_reason } = objectOf(delta);
      if (!isSet(stop_reason)) return '';
      isEnding = true;
      return chunk({}, finishReasonOf(stop_reason));
    },
    message_stop: lastEvents,
    ping: () => ': ping\n\n',
    error: ({ error }) => event(JSON.stringify({ error: isSet(error) ? error : {} })),
  };

  return {
    add(data) {
      const body = parseOrNull(data);
      if (!body) return '';
      const type = isSet(body.type) ? String(body.type) : isSet(body.error) ? 'error' : '';
      return Object.hasOwn(translators, type) ? (translators[type]?.(body) ?? '') : '';
    },
    end: lastEvents,
    counted: () => counted,
  };
}
