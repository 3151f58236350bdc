import type { Caller } from './callers.ts';

const unknownLifeMs = 5_000;
const maxEntries = 50_000;

type Entry = { caller: Caller | undefined; goodUntilMs: number };
/** Under which name a caller is kept, and when its reading began, by performance.now(). */
type Origin = { name: string; beganMs: number };

/**
 * Keeps callers, also the unknown ones, for a while. Many who ask for one at once share one reading; what
 * was forgotten while it was being read is used once and not kept, so an old answer never replaces a newer one.
 */
export function createCallerCache(clock: () => number) {
  const entries = new Map<string, Entry>();
  const readings = new Map<string, Promise<Caller | undefined>>();
  const origins = new WeakMap<Caller, Origin>();

  async function read(name: string, lifeMs: number, load: () => Promise<Caller | undefined>) {
    const beganMs = performance.now();
    const reading = load();
    readings.set(name, reading);
    try {
      const caller = await reading;
      if (caller) origins.set(caller, { name, beganMs });
      if (readings.get(name) === reading)
        keep(name, caller, caller ? lifeMs : Math.min(lifeMs, unknownLifeMs));
      return caller;
    } finally {
      if (readings.get(name) === reading) readings.delete(name);
    }
  }

  function keep(name: string, caller: Caller | undefined, lifeMs: number) {
    if (entries.size >= maxEntries) makeRoom();
    entries.set(name, { caller, goodUntilMs: clock() + lifeMs });
  }

  /** What has run out goes first; when everything is in use, all of it is read anew. */
  function makeRoom() {
    for (const [name, { goodUntilMs }] of entries) if (goodUntilMs <= clock()) entries.delete(name);
    if (entries.size >= maxEntries) entries.clear();
  }

  return {
    async get(
      name: string,
      lifeMs: number,
      load: () => Promise<Caller | undefined>,
    ): Promise<Caller | undefined> {
      const known = entries.get(name);
      if (known && known.goodUntilMs > clock()) return known.caller;
      return readings.get(name) ?? read(name, lifeMs, load);
    },
    /** Whether this is what would be given now. */
    has(name: string, caller: Caller): boolean {
      const known = entries.get(name);
      return known !== undefined && known.caller === caller && known.goodUntilMs > clock();
    },
    originOf: (caller: Caller): Origin | undefined => origins.get(caller),
    forget(name: string) {
      entries.delete(name);
      readings.delete(name);
    },
    /** Nobody knows whom a reading under way will find, so all of them are forgotten. */
    forgetAccount(accountId: string) {
      readings.clear();
      for (const [name, { caller }] of entries) if (caller?.accountId === accountId) entries.delete(name);
    },
    forgetAll() {
      readings.clear();
      entries.clear();
    },
  };
}
