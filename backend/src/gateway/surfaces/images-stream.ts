import { readUsage } from '../dialects/index.ts';
import type { StreamSaid, StreamShape } from '../surface.ts';
import { openaiErrors } from './openai-errors.ts';
import { failureOf, typedEvent, withCost } from './typed-events.ts';

/**
 * Streams of images: each gets finer, event by event, until it is completed. The last of the completed ones waits
 * until the call is settled, and tells the cost.
 */
export function imagesStream(kind: 'image_generation' | 'image_edit'): StreamShape {
  const completed = `${kind}.completed`;
  return {
    moreThanText: /"type"\s*:\s*"(image_(generation|edit)\.completed|error)"|"error"\s*:\s*\{/,
    endMark: '[DONE]',
    look(chunk) {
      const failure = failureOf(chunk);
      if (failure !== null) return { failure, usage: null, waits: true, isLast: true };
      if (chunk.type !== completed) return null;
      return { failure: null, usage: readUsage('openai', chunk.usage), waits: true, isLast: false };
    },
    createSaid: () => createImagesSaid(kind),
    lastEvents: ({ settled, heldChunk }) => (heldChunk ? typedEvent(withCost(heldChunk, settled)) : ''),
    errorEvents: (error) => openaiErrors.event(error),
  };
}

/** Counts images: also the one that is not completed, since somebody has seen it. */
function createImagesSaid(kind: string): StreamSaid {
  let completed = 0n;
  let isBegun = false;
  return {
    add(chunk) {
      if (chunk?.type === `${kind}.partial_image`) isBegun = true;
      if (chunk?.type !== `${kind}.completed`) return;
      completed += 1n;
      isBegun = false;
    },
    texts: () => [],
    bytes: () => 0,
    gaveReason: () => completed > 0n,
    units() {
      const outputImages = completed + (isBegun ? 1n : 0n);
      return outputImages === 0n ? undefined : { outputImages };
    },
  };
}
