/** A field of something an upstream sent; undefined when it is not an object or lacks the field. */
export function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}

/** An array an upstream sent; null, missing or anything else is empty. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A non-empty text, or null. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

const largestStoredInteger = 2_147_483_647;

/** A positive whole number of tokens (upstreams send floats and text too), or null. */
export function tokensOf(value: unknown): number | null {
  const number = typeof value === 'string' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  const tokens = Math.floor(number);
  return tokens >= 1 && tokens <= largestStoredInteger ? tokens : null;
}
