import { formatCredits } from '../../lib/credits.ts';
import { readUsage } from '../dialects/index.ts';
import type { Chunk, Ending, StreamShape } from '../surface.ts';
import { type Choice, createChoicesSaid, isSilent, objectsOf } from './choices-said.ts';
import { openaiErrors } from './openai-errors.ts';

/**
 * Streams of choices, as chat and the older completions have them. Usage is asked for and comes in a chunk of its
 * own at the end; the client gets it only where it asked, too.
 * @param object what chunks say they are
 * @param nothing a choice that says nothing more
 */
export function choicesStream(object: string, nothing: object): StreamShape<StreamSaidOfChoices> {
  /** What all chunks of a stream have in common, for a chunk of ours. */
  const headOf = ({ id, created, model }: Chunk) => ({ id, object, created, model });

  function cutShortEvent(said: StreamSaidOfChoices): string {
    const choices = said.indexes().map((index) => ({ index, ...nothing, finish_reason: 'length' }));
    return event({ ...headOf(said.first()), choices });
  }

  function usageEvent({ settled, heldChunk }: Ending, said: () => StreamSaidOfChoices): string {
    const { tokens, estimated, costMicroCredits } = settled;
    const counted = {
      prompt_tokens: Number(tokens.input),
      completion_tokens: Number(tokens.output),
      total_tokens: Number(tokens.input + tokens.output),
      ...(tokens.cachedInput > 0n && {
        prompt_tokens_details: { cached_tokens: Number(tokens.cachedInput) },
      }),
    };
    const usage = {
      ...(estimated || !heldChunk ? counted : (heldChunk.usage as object)),
      cost_credits: formatCredits(costMicroCredits),
    };
    return event({ ...(heldChunk ?? { ...headOf(said().first()), choices: [] }), usage });
  }

  return {
    // Many upstreams put `"usage":null` on every chunk, which says nothing.
    moreThanText: /\[DONE\]|"error"|"usage"\s*:\s*\{/,
    endMark: '[DONE]',
    look({ error, usage, choices }) {
      if (error) return { failure: error, usage: null, waits: true, isLast: false };
      if (typeof usage !== 'object' || usage === null) return null;
      return { failure: null, usage: readUsage('openai', usage), waits: isSilent(choices), isLast: false };
    },
    createSaid: createStreamSaid,
    lastEvents: (ending, said) =>
      (ending.isCutShort ? cutShortEvent(said()) : '') +
      (ending.wantsUsage ? usageEvent(ending, said) : '') +
      doneEvent,
    // Without the end mark: it would look like a whole answer.
    errorEvents: openaiErrors.event,
  };
}

const doneEvent = 'data: [DONE]\n\n';
const event = (chunk: object) => `data: ${JSON.stringify(chunk)}\n\n`;

type StreamSaidOfChoices = ReturnType<typeof createStreamSaid>;

function createStreamSaid() {
  const said = createChoicesSaid();
  let first: Chunk | null = null;
  let gaveReason = false;
  return {
    add(chunk: Chunk | null) {
      first ??= chunk;
      said.add(chunk?.choices);
      gaveReason ||= objectsOf<Choice>(chunk?.choices).some(
        (choice) => typeof choice.finish_reason === 'string',
      );
    },
    texts: said.texts,
    bytes: said.bytes,
    gaveReason: () => gaveReason,
    /** The choices that were spoken of. */
    indexes: said.indexes,
    first: (): Chunk => first ?? {},
  };
}
