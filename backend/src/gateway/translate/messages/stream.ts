import { noTokens, type TokenCounts } from '../../../lib/token-counts.ts';
import { anthropicUsageOf } from '../../dialects/anthropic.ts';
import { readUsage } from '../../dialects/index.ts';
import { parseOrNull } from '../../transcript.ts';
import { isSet, objectOf, objectsOf } from '../json.ts';
import type { Body, StreamTranslation } from '../translation.ts';
import { messageHead, stopReasonOf } from './answer.ts';

const event = (chunk: Body & { type: string }) => `event: ${chunk.type}\ndata: ${JSON.stringify(chunk)}\n\n`;

/** A stream of chat completions as one of Anthropic's messages. */
export function createMessagesStream(): StreamTranslation {
  let hasBegun = false;
  let counted: TokenCounts | null = null;
  let stopReason: string | null = null;
  let isOver = false;
  /** The block that is being said: which it is, and what. */
  let block: { index: number; key: string } | null = null;
  let nextIndex = 0;

  function begin(chunk: Body): string {
    if (hasBegun) return '';
    hasBegun = true;
    const message = {
      ...messageHead(chunk),
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: anthropicUsageOf(noTokens),
    };
    return event({ type: 'message_start', message });
  }

  function closeBlock(): string {
    if (!block) return '';
    const { index } = block;
    block = null;
    return event({ type: 'content_block_stop', index });
  }

  /** Says something in the block of this key, which begins where it is not the one that is being said. */
  function say(key: string, content_block: Body, delta: Body | null): string {
    let events = '';
    if (block?.key !== key) {
      events += closeBlock();
      block = { index: nextIndex++, key };
      events += event({ type: 'content_block_start', index: block.index, content_block });
    }
    if (delta) events += event({ type: 'content_block_delta', index: block.index, delta });
    return events;
  }

  function sayText(text: unknown): string {
    if (typeof text !== 'string' || text === '') return '';
    return say('text', { type: 'text', text: '', citations: null }, { type: 'text_delta', text });
  }

  function sayCall({ index, id, function: called }: Body): string {
    const { name, arguments: input } = objectOf(called);
    const delta =
      typeof input === 'string' && input !== '' ? { type: 'input_json_delta', partial_json: input } : null;
    return say(`call ${Number(index ?? 0)}`, { type: 'tool_use', id, name, input: {} }, delta);
  }

  function sayDelta({ content, refusal, reasoning_content, reasoning, tool_calls }: Body): string {
    const thinking = reasoning_content ?? reasoning;
    const thought =
      typeof thinking === 'string' && thinking !== ''
        ? say(
            'thinking',
            { type: 'thinking', thinking: '', signature: '' },
            { type: 'thinking_delta', thinking },
          )
        : '';
    const said = sayText(content) + sayText(refusal);
    return thought + said + objectsOf(tool_calls).map(sayCall).join('');
  }

  function lastEvents(): string {
    if (isOver || stopReason === null) return '';
    isOver = true;
    const usage = anthropicUsageOf(counted ?? noTokens);
    return [
      closeBlock(),
      event({ type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage }),
      event({ type: 'message_stop' }),
    ].join('');
  }

  return {
    add(data) {
      if (data.trim() === '[DONE]') {
        stopReason ??= 'end_turn';
        return begin({}) + lastEvents();
      }
      const chunk = parseOrNull(data);
      if (!chunk || isOver) return '';
      if (isSet(chunk.error)) return event({ type: 'error', error: chunk.error });
      counted = readUsage('openai', chunk.usage) ?? counted;
      const [choice] = objectsOf(chunk.choices);
      if (!choice) return '';
      const said = begin(chunk) + sayDelta(objectOf(choice.delta));
      if (isSet(choice.finish_reason)) stopReason = stopReasonOf(choice.finish_reason);
      return said;
    },
    end: lastEvents,
    counted: () => counted,
  };
}
