/** What a call has beside tokens, and is charged for one by one; seconds are begun ones. */
export type Units = {
  /** Images in the answer. */
  outputImages: bigint;
  /** How long sound plays that was listened to, and that was made. */
  inputSeconds: bigint;
  outputSeconds: bigint;
  /** Characters of a text that is spoken. */
  characters: bigint;
};

export const noUnits: Units = { outputImages: 0n, inputSeconds: 0n, outputSeconds: 0n, characters: 0n };

/**
 * Tokens of a call. `input` and `output` are all of them; the parts below each name some of these, no token is in
 * two of them, and what none names is plain text. Made by `toTokenCounts`, which sees to that.
 */
export type TokenCounts = Units & {
  input: bigint;
  cachedInput: bigint;
  cacheWrite: bigint;
  /** Written to a cache that is kept for an hour. */
  longCacheWrite: bigint;
  audioInput: bigint;
  imageInput: bigint;
  output: bigint;
  reasoning: bigint;
  audioOutput: bigint;
  imageOutput: bigint;
  /** Images in the request: not tokens, but counted and charged one by one. */
  images: bigint;
};

/** The parts of input and of output, in the order in which they are believed when together they are too many. */
export const inputParts = [
  'cachedInput',
  'cacheWrite',
  'longCacheWrite',
  'audioInput',
  'imageInput',
] as const;
export const outputParts = ['reasoning', 'audioOutput', 'imageOutput'] as const;

/**
 * Counts from what somebody claims. Parts may overlap in claims (a cached image is both) or exceed the whole: a
 * part gets what those before it have left.
 */
export function toTokenCounts(claimed: Partial<TokenCounts>): TokenCounts {
  // Written out, since every call makes some: spreads would give each a shape of its own.
  const counts: TokenCounts = {
    input: claimed.input ?? 0n,
    cachedInput: claimed.cachedInput ?? 0n,
    cacheWrite: claimed.cacheWrite ?? 0n,
    longCacheWrite: claimed.longCacheWrite ?? 0n,
    audioInput: claimed.audioInput ?? 0n,
    imageInput: claimed.imageInput ?? 0n,
    output: claimed.output ?? 0n,
    reasoning: claimed.reasoning ?? 0n,
    audioOutput: claimed.audioOutput ?? 0n,
    imageOutput: claimed.imageOutput ?? 0n,
    images: claimed.images ?? 0n,
    outputImages: claimed.outputImages ?? 0n,
    inputSeconds: claimed.inputSeconds ?? 0n,
    outputSeconds: claimed.outputSeconds ?? 0n,
    characters: claimed.characters ?? 0n,
  };
  share(counts, counts.input, inputParts);
  share(counts, counts.output, outputParts);
  return counts;
}

export const noTokens: TokenCounts = toTokenCounts({});

function share(counts: TokenCounts, whole: bigint, parts: readonly (keyof TokenCounts)[]): void {
  let left = whole;
  for (const part of parts) {
    if (counts[part] > left) counts[part] = left;
    left -= counts[part];
  }
}

const detailNames = {
  cacheWrite: 'cacheWriteTokens',
  longCacheWrite: 'longCacheWriteTokens',
  audioInput: 'audioInputTokens',
  imageInput: 'imageInputTokens',
  reasoning: 'reasoningTokens',
  audioOutput: 'audioOutputTokens',
  imageOutput: 'imageOutputTokens',
  images: 'images',
  outputImages: 'outputImages',
  inputSeconds: 'inputSeconds',
  outputSeconds: 'outputSeconds',
  characters: 'characters',
} as const;

const detailParts = Object.keys(detailNames) as (keyof typeof detailNames)[];

/** The parts that a usage record has no columns for, as JSON; null when there are none. */
export function tokenDetailsOf(counts: TokenCounts): string | null {
  const named = detailParts.filter((part) => counts[part] > 0n);
  if (named.length === 0) return null;
  return JSON.stringify(Object.fromEntries(named.map((part) => [detailNames[part], Number(counts[part])])));
}

/** The counts of a usage record. */
export function tokenCountsOf(record: {
  input_tokens: bigint;
  cached_input_tokens: bigint;
  output_tokens: bigint;
  token_details: Record<string, number> | null;
}): TokenCounts {
  const details = Object.entries(detailNames).map(([part, name]) => [
    part,
    BigInt(record.token_details?.[name] ?? 0),
  ]);
  return toTokenCounts({
    input: record.input_tokens,
    cachedInput: record.cached_input_tokens,
    output: record.output_tokens,
    ...(Object.fromEntries(details) as Partial<TokenCounts>),
  });
}
