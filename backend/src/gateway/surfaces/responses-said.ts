import type { Chunk } from '../surface.ts';
import { objectsOf } from './choices-said.ts';

type Item = {
  name?: unknown;
  arguments?: unknown;
  input?: unknown;
  content?: unknown;
  summary?: unknown;
};

/** What an item of an answer says and counts as output, text by text. */
function textsOfItem({ name, arguments: called, input, content, summary }: Item): string[] {
  const parts = [...objectsOf<Chunk>(summary), ...objectsOf<Chunk>(content)];
  const texts = [name, called, input, ...parts.map(({ text, refusal }) => text ?? refusal)];
  return texts.filter((text): text is string => typeof text === 'string' && text !== '');
}

/** What an answer's list of items says. */
export function textsOfOutput(output: unknown): string[] {
  return objectsOf<Item>(output).flatMap(textsOfItem);
}

const objectOf = (value: unknown): Chunk =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Chunk) : {};

export type ResponsesSaid = ReturnType<typeof createResponsesSaid>;

/** Puts together what a stream of typed events says: deltas, and items that came without any. */
export function createResponsesSaid() {
  const texts = new Map<string, string>();
  const spoken = new Set<unknown>();
  let bytes = 0;
  let response: Chunk = {};
  let lastType: unknown = null;
  let lastNumber = -1;

  function say(key: string, text: string) {
    texts.set(key, (texts.get(key) ?? '') + text);
    bytes += Buffer.byteLength(text);
  }

  function sayItem({ output_index: index, type, item }: Chunk) {
    if (type === 'response.output_item.added') {
      const { name } = objectOf(item);
      if (typeof name === 'string') say(`${String(index)} name`, name);
    } else if (!spoken.has(index)) {
      texts.delete(`${String(index)} name`);
      textsOfItem(objectOf(item)).forEach((text, position) => say(`${String(index)} ${position}`, text));
    }
  }

  return {
    add(chunk: Chunk | null) {
      if (!chunk) return;
      const { type, delta, output_index: index, content_index: part, sequence_number: number } = chunk;
      if (typeof number === 'number') lastNumber = number;
      if (typeof type === 'string') lastType = type;
      if (typeof delta === 'string') {
        spoken.add(index);
        say(`${String(type)} ${String(index)} ${String(part)}`, delta);
      } else if (type === 'response.output_item.added' || type === 'response.output_item.done')
        sayItem(chunk);
      if (chunk.response !== undefined) response = objectOf(chunk.response);
    },
    texts: (): string[] => [...texts.values()],
    bytes: () => bytes,
    /** Only its last event ends such a stream. */
    gaveReason: () => false,
    /** The answer as far as the stream's events told last. */
    response: () => response,
    hasFailed: () => lastType === 'response.failed',
    nextNumber: () => lastNumber + 1,
  };
}
