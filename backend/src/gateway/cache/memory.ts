import type { CachedAnswer } from './queries.ts';

/** So that what is deleted from the database is soon forgotten here. */
const forgottenAfterMs = 60_000;
/** What an entry takes beside its body: its name and headers. */
const bytesBeside = 2 * 1024;

type Entry = { answer: CachedAnswer; sinceMs: number };

const sizeOf = ({ body }: CachedAnswer) => body.length + bytesBeside;

/** The newest answers of this instance, within so many bytes: who repeats itself does so soon. */
export function createMemory(bytesMost: number) {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function forget(key: string): void {
    const entry = entries.get(key);
    if (entry) bytes -= sizeOf(entry.answer);
    entries.delete(key);
  }

  function keep(key: string, entry: Entry): void {
    entries.set(key, entry);
    bytes += sizeOf(entry.answer);
  }

  return {
    get(key: string): CachedAnswer | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      const nowMs = Date.now();
      forget(key);
      if (entry.answer.expiresAtMs <= nowMs || entry.sinceMs <= nowMs - forgottenAfterMs) return undefined;
      // The last to be forgotten where there is no room, but as old as before: however often it is asked for.
      keep(key, entry);
      return entry.answer;
    },
    set(key: string, answer: CachedAnswer): void {
      forget(key);
      if (sizeOf(answer) > bytesMost / 8) return;
      // A body may be the small part of a large buffer that was used up to there.
      keep(key, { answer: { ...answer, body: Buffer.from(answer.body) }, sinceMs: Date.now() });
      for (const oldest of entries.keys()) {
        if (bytes <= bytesMost) break;
        forget(oldest);
      }
    },
  };
}
