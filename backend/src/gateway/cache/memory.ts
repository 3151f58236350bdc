import type { CachedAnswer } from './queries.ts';

/** So that what is deleted from the database is soon forgotten here. */
const forgottenAfterMs = 60_000;

/** The newest answers of this instance, within so many bytes: who repeats itself does so soon. */
export function createMemory(bytesMost: number) {
  const entries = new Map<string, { answer: CachedAnswer; sinceMs: number }>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= entries.get(key)?.answer.body.length ?? 0;
    entries.delete(key);
  }

  return {
    get(key: string): CachedAnswer | undefined {
      const entry = entries.get(key);
      if (!entry) return undefined;
      const nowMs = Date.now();
      if (entry.answer.expiresAtMs > nowMs && entry.sinceMs > nowMs - forgottenAfterMs) return entry.answer;
      forget(key);
      return undefined;
    },
    set(key: string, answer: CachedAnswer): void {
      forget(key);
      if (answer.body.length > bytesMost / 8) return;
      entries.set(key, { answer, sinceMs: Date.now() });
      bytes += answer.body.length;
      for (const oldest of entries.keys()) {
        if (bytes <= bytesMost) break;
        forget(oldest);
      }
    },
  };
}
