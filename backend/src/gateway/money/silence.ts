/** A living instance writes its `seen_at` every five seconds, and is looked at as often. */
const silentForMs = 12_000;
const longestGapMs = 7_500;

/**
 * Remembers when the instances were last heard of, by this process's own watch: an instance counts as silent
 * only when it said nothing for a while during which it could be heard. After the database was away all of
 * them look old, while the living ones are just taking their locks again.
 */
export function createSilence(nowMs: () => number = () => performance.now()) {
  let heard = new Map<bigint, { seenAt: string; sinceMs: number }>();
  let lookedAtMs = 0;

  return {
    /** Takes what the database says of the instances now, and gives the ids of the silent ones. */
    of(instances: { id: bigint; seen_at: string }[]): bigint[] {
      const now = nowMs();
      if (now - lookedAtMs > longestGapMs) heard.clear();
      lookedAtMs = now;
      heard = new Map(
        instances.map(({ id, seen_at: seenAt }) => {
          const before = heard.get(id);
          return [id, before?.seenAt === seenAt ? before : { seenAt, sinceMs: now }];
        }),
      );
      return [...heard].filter(([, { sinceMs }]) => now - sinceMs >= silentForMs).map(([id]) => id);
    },
  };
}
