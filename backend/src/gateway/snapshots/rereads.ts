/** How often refusals make one snapshot be read again: a flood of refused calls must not flood the database. */
const rereadEveryMs = 200;

/**
 * Drops snapshots so that they are read again, each at most once in `rereadEveryMs`: whoever asks for it in
 * the meantime waits, and all of them share what is read then.
 */
export function createRereads() {
  const waiting = new Map<string, Promise<void>>();

  return {
    /** @param beganMs when the snapshot was read, by performance.now() */
    dropSoon(name: string, beganMs: number, drop: () => void): Promise<void> {
      const known = waiting.get(name);
      if (known) return known;
      const waitMs = Math.max(0, beganMs + rereadEveryMs - performance.now());
      const dropping = new Promise<void>((resolve) => setTimeout(resolve, waitMs)).then(() => {
        waiting.delete(name);
        drop();
      });
      waiting.set(name, dropping);
      return dropping;
    },
  };
}
