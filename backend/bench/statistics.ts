/** The middle value; of an even number of them the mean of the two in the middle. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

/** A figure over the rounds: their median, the lowest and the highest. */
export type Spread = { median: number; low: number; high: number };

export function spreadOf(values: number[]): Spread {
  return { median: median(values), low: Math.min(...values), high: Math.max(...values) };
}

/** Each value with the one of the same round: what a machine does to one round it does to both. */
export function paired(
  values: number[],
  others: number[],
  combine: (value: number, other: number) => number,
): number[] {
  if (values.length !== others.length) throw new Error('rounds without their counterpart');
  return values.map((value, round) => combine(value, others[round] as number));
}
