/*
 * Latencies are counted in buckets, so that those of several instances can be added. Each is a fifth wider than the
 * one before it: a quantile is right to about a tenth of itself.
 */

export const bucketsPerDoubling = 4;
const leastMs = 1;
/** The last one takes all that is longer than 17 minutes. */
export const bucketCount = 82;

/** The bucket that a latency belongs to. */
export function bucketOf(ms: number): number {
  if (ms <= leastMs) return 0;
  return Math.min(Math.ceil(Math.log2(ms) * bucketsPerDoubling), bucketCount - 1);
}

/** The longest latency of a bucket, in milliseconds. */
const endOf = (bucket: number) => 2 ** (bucket / bucketsPerDoubling);

/** The latency that this share of those counted did not exceed, in whole milliseconds; null where none was counted. */
export function quantileMs(counts: readonly number[], share: number): number | null {
  const rank = counts.reduce((sum, count) => sum + count, 0) * share;
  let passed = 0;
  for (const [bucket, count] of counts.entries()) {
    if (count > 0 && passed + count >= rank) {
      const start = bucket === 0 ? 0 : endOf(bucket - 1);
      return Math.max(1, Math.round(start + ((endOf(bucket) - start) * (rank - passed)) / count));
    }
    passed += count;
  }
  return null;
}

/** The counts of several places together. */
export function addCounts(parts: readonly (readonly number[])[]): number[] {
  const length = Math.max(0, ...parts.map((part) => part.length));
  return Array.from({ length }, (_, bucket) => parts.reduce((sum, part) => sum + (part[bucket] ?? 0), 0));
}
