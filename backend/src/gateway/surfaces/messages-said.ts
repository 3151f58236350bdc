import type { Chunk } from '../surface.ts';
import { objectsOf } from './choices-said.ts';

type Block = { type?: unknown; text?: unknown; thinking?: unknown; name?: unknown; input?: unknown };

/** What the blocks of a whole answer say, text by text. */
export function textsOfBlocks(content: unknown): string[] {
  return objectsOf<Block>(content)
    .flatMap(({ text, thinking, name, input }) => [
      text,
      thinking,
      name,
      input === undefined ? undefined : JSON.stringify(input),
    ])
    .filter((text): text is string => typeof text === 'string' && text !== '');
}

type Delta = { text?: unknown; thinking?: unknown; partial_json?: unknown; stop_reason?: unknown };

export type MessagesSaid = ReturnType<typeof createMessagesSaid>;

/** Puts together what a stream says, block by block. */
export function createMessagesSaid() {
  const texts = new Map<string, string>();
  const open = new Set<unknown>();
  let bytes = 0;
  let gaveReason = false;

  function say(index: unknown, what: string, text: unknown) {
    if (typeof text !== 'string' || text === '') return;
    const key = `${String(index)} ${what}`;
    texts.set(key, (texts.get(key) ?? '') + text);
    bytes += Buffer.byteLength(text);
  }

  return {
    add(chunk: Chunk | null) {
      if (!chunk) return;
      const { type, index } = chunk;
      const delta = (chunk.delta ?? {}) as Delta;
      const block = (chunk.content_block ?? {}) as Block;
      if (type === 'content_block_start') {
        open.add(index);
        say(index, 'name', block.name);
        say(index, 'text', block.text);
      } else if (type === 'content_block_delta') {
        say(index, 'text', delta.text);
        say(index, 'thinking', delta.thinking);
        say(index, 'input', delta.partial_json);
      } else if (type === 'content_block_stop') open.delete(index);
      else if (type === 'message_delta') gaveReason ||= typeof delta.stop_reason === 'string';
    },
    texts: (): string[] => [...texts.values()],
    bytes: () => bytes,
    gaveReason: () => gaveReason,
    /** The blocks that have begun and not ended. */
    openBlocks: (): unknown[] => [...open],
  };
}
