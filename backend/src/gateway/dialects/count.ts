/** No call has more tokens than this; what claims to have is no count. */
const mostTokens = 1_000_000_000;

/** A count that somebody sent; what is none is nothing. */
export function countOf(value: unknown): bigint {
  const isCount = Number.isInteger(value) && (value as number) > 0 && (value as number) <= mostTokens;
  return isCount ? BigInt(value as number) : 0n;
}

/** The first that is a count: several names for one thing must not add up. */
export function firstCountOf(...values: unknown[]): bigint {
  for (const value of values) {
    const count = countOf(value);
    if (count > 0n) return count;
  }
  return 0n;
}
