/** Somebody's place in a line. */
export type Place = { leave: () => void };

type Queue<Item> = { account: string; items: Item[] };

/**
 * A line in which no account can stand in the way of the others: higher priorities first, within one the accounts
 * in turn, within an account in the order they came.
 */
export function createLine<Item>() {
  /** Accounts with somebody waiting, by priority; the one whose turn it is first. */
  const levels = new Map<number, Queue<Item>[]>();
  let length = 0;

  const queueOf = (priority: number, account: string) =>
    levels.get(priority)?.find((queue) => queue.account === account);

  function remove(priority: number, queue: Queue<Item>, index: number): Item | undefined {
    const [item] = queue.items.splice(index, 1);
    length -= 1;
    if (queue.items.length > 0) return item;
    const level = levels.get(priority)?.filter((other) => other !== queue) ?? [];
    if (level.length > 0) levels.set(priority, level);
    else levels.delete(priority);
    return item;
  }

  return {
    length: () => length,
    add(account: string, priority: number, item: Item): Place {
      let queue = queueOf(priority, account);
      if (!queue) {
        queue = { account, items: [] };
        levels.set(priority, [...(levels.get(priority) ?? []), queue]);
      }
      queue.items.push(item);
      length += 1;
      return {
        leave() {
          const mine = queueOf(priority, account);
          const index = mine?.items.indexOf(item) ?? -1;
          if (mine && index >= 0) remove(priority, mine, index);
        },
      };
    },
    /**
     * Which one the last of an account is: after all of higher priorities, and after as many of each other account as
     * have their turn before it.
     */
    positionOf(account: string, priority: number): number {
      const own = queueOf(priority, account)?.items.length ?? 0;
      let position = own;
      for (const [level, queues] of levels)
        for (const queue of queues) {
          if (level > priority) position += queue.items.length;
          else if (level === priority && queue.account !== account)
            position += Math.min(queue.items.length, own);
        }
      return position;
    },
    /** Takes out who is next; their account goes to the end of its level. */
    next(): Item | undefined {
      if (length === 0) return undefined;
      const priority = Math.max(...levels.keys());
      const [queue, ...others] = levels.get(priority) as [Queue<Item>, ...Queue<Item>[]];
      levels.set(priority, [...others, queue]);
      return remove(priority, queue, 0);
    },
    /** Who in a full line gives way to one more of an account: of the lowest level, the last of the account with most. */
    loserTo(account: string, priority: number): Item | undefined {
      if (length === 0) return undefined;
      const lowest = Math.min(...levels.keys());
      const longest = (levels.get(lowest) as Queue<Item>[]).reduce((most, queue) =>
        queue.items.length > most.items.length ? queue : most,
      );
      const mine = queueOf(priority, account)?.items.length ?? 0;
      const givesWay = lowest < priority || (lowest === priority && longest.items.length > mine + 1);
      return givesWay ? longest.items.at(-1) : undefined;
    },
  };
}
