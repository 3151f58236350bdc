import type { Settlement } from './items.ts';

export type OpenHolds = ReturnType<typeof createOpenHolds>;

/** Counts the open calls of each hold row of this instance, to delete a row with the batch that empties it. */
export function createOpenHolds() {
  const openCalls = new Map<string, number>();
  const kept = new Set<string>();
  const emptied: string[] = [];

  /** Gives whether it was the last one. */
  function close(holdId: string, count: number): boolean {
    const left = (openCalls.get(holdId) ?? 0) - count;
    if (left > 0) openCalls.set(holdId, left);
    else openCalls.delete(holdId);
    return left <= 0;
  }

  return {
    /** Calls that were let in hold their row. */
    opened(holdId: string, callCount: number) {
      if (callCount > 0) openCalls.set(holdId, callCount);
    },
    /**
     * Rows to delete with a batch: those it empties by itself, and those that parallel batches emptied
     * together. A row must outlive its last uncommitted settlement: a sweeper knows open calls by it.
     */
    finishedBy(settlements: Settlement[]): string[] {
      const here = countByHold(settlements);
      const byThisBatch = [...here]
        .filter(([holdId, count]) => openCalls.get(holdId) === count && !kept.has(holdId))
        .map(([holdId]) => holdId);
      return [...emptied.splice(0), ...byThisBatch];
    },
    /** After commit. `deleted` are the rows that went with the batch. */
    settled(settlements: Settlement[], deleted: string[]) {
      const gone = new Set(deleted);
      for (const [holdId, count] of countByHold(settlements)) {
        if (!openCalls.has(holdId)) continue; // A dead instance's row: its sweeper deletes it.
        if (close(holdId, count) && !gone.has(holdId) && !kept.has(holdId)) emptied.push(holdId);
      }
    },
    /** The batch failed: its rows are still there. */
    notDeleted(finished: string[]) {
      emptied.push(...finished.filter((holdId) => !openCalls.has(holdId)));
    },
    /** A call that this instance could not settle: its row stays for the sweeper that comes after us. */
    givenUp({ hold }: Settlement) {
      if (!openCalls.has(hold.holdId)) return;
      kept.add(hold.holdId);
      close(hold.holdId, 1);
    },
    hasEmptied: () => emptied.length > 0,
    openCallCount: () => [...openCalls.values()].reduce((sum, count) => sum + count, 0),
  };
}

function countByHold(settlements: Settlement[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { hold } of settlements) counts.set(hold.holdId, (counts.get(hold.holdId) ?? 0) + 1);
  return counts;
}
