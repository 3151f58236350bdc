/** Random numbers that come again with the same seed (mulberry32). */
export function createRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  /** A whole number from 0 to below `bound`. */
  const below = (bound: number) => Math.floor(next() * bound);
  return {
    next,
    below,
    bigint: (bound: bigint) => BigInt(below(Number(bound))),
    pick: <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item,
    chance: (probability: number) => next() < probability,
  };
}

export type Random = ReturnType<typeof createRandom>;
