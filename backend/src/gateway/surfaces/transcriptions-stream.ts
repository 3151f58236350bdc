import { field, listOf } from '../../lib/providers/json.ts';
import { readUsage } from '../dialects/index.ts';
import { readSeconds } from '../sound.ts';
import type { Chunk, StreamSaid, StreamShape } from '../surface.ts';
import { openaiErrors } from './openai-errors.ts';
import { failureOf, typedEvent, withCost } from './typed-events.ts';

type TranscriptSaid = StreamSaid & { isTyped: () => boolean };

/**
 * Streams of what is said: OpenAI's typed events, whose last has the whole text, or vLLM's chunks as in chat, which
 * end with a mark. Usage waits until the call is settled.
 */
export const transcriptionsStream: StreamShape<TranscriptSaid> = {
  moreThanText: /"type"\s*:\s*"(transcript\.text\.done|error)"|"error"\s*:\s*\{|"usage"\s*:\s*\{|\[DONE\]/,
  endMark: '[DONE]',
  look(chunk) {
    const failure = failureOf(chunk);
    if (failure !== null) return { failure, usage: null, waits: true, isLast: true };
    const usage = readUsage('openai', chunk.usage);
    if (chunk.type === 'transcript.text.done') return { failure: null, usage, waits: true, isLast: true };
    return usage ? { failure: null, usage, waits: listOf(chunk.choices).length === 0, isLast: false } : null;
  },
  createSaid: createTranscriptSaid,
  lastEvents({ settled, heldChunk }, said) {
    if (heldChunk?.type !== undefined) return typedEvent(withCost(heldChunk, settled));
    const usage = heldChunk ? `data: ${JSON.stringify(withCost(heldChunk, settled))}\n\n` : '';
    return said().isTyped() ? usage : `${usage}data: [DONE]\n\n`;
  },
  errorEvents: (error) => openaiErrors.event(error),
};

function createTranscriptSaid(): TranscriptSaid {
  let text = '';
  let isTyped = false;
  let hasEnded = false;
  let inputSeconds: bigint | undefined;

  function say(more: unknown) {
    if (typeof more === 'string') text += more;
  }

  return {
    add(chunk: Chunk | null) {
      if (!chunk) return;
      isTyped ||= typeof chunk.type === 'string';
      inputSeconds ??= readSeconds(field(chunk.usage, 'seconds')) ?? readSeconds(chunk.duration);
      // The last event says all of it once more.
      if (chunk.type === 'transcript.text.done' && typeof chunk.text === 'string') text = chunk.text;
      else say(chunk.delta);
      for (const choice of listOf(chunk.choices)) {
        say(field(field(choice, 'delta'), 'content'));
        hasEnded ||= typeof field(choice, 'finish_reason') === 'string';
      }
    },
    texts: () => (text === '' ? [] : [text]),
    bytes: () => Buffer.byteLength(text),
    gaveReason: () => hasEnded,
    units: () => (inputSeconds === undefined ? undefined : { inputSeconds }),
    isTyped: () => isTyped,
  };
}
