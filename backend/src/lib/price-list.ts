/**
 * What a price list can charge for, in the order it is shown. Amounts are micro-credits: per call, per image, per
 * second of sound, or per million tokens or characters.
 */
export const priceParts = [
  'perRequest',
  'inputPerMillion',
  'cachedInputPerMillion',
  'cacheWritePerMillion',
  'longCacheWritePerMillion',
  'audioInputPerMillion',
  'imageInputPerMillion',
  'outputPerMillion',
  'reasoningPerMillion',
  'audioOutputPerMillion',
  'imageOutputPerMillion',
  'perImage',
  'perOutputImage',
  'perInputSecond',
  'perOutputSecond',
  'charactersPerMillion',
] as const;
export type PricePart = (typeof priceParts)[number];

export type PriceAmounts = { [Part in PricePart as `${Part}MicroCredits`]: bigint | null };

/** Prices of calls with more input than that: they hold for the whole call. A null part is as without the tier. */
export type PriceTier = PriceAmounts & { aboveInputTokens: bigint };

/** What calls of a model cost. A null part falls back to a coarser one, or is not charged. Tiers ascend. */
export type PriceList = PriceAmounts & { free: boolean; tiers: PriceTier[] };

/** What a part without a price of its own is charged as. */
const fallbacks: Partial<Record<PricePart, PricePart>> = {
  cachedInputPerMillion: 'inputPerMillion',
  cacheWritePerMillion: 'inputPerMillion',
  longCacheWritePerMillion: 'cacheWritePerMillion',
  audioInputPerMillion: 'inputPerMillion',
  imageInputPerMillion: 'inputPerMillion',
  reasoningPerMillion: 'outputPerMillion',
  audioOutputPerMillion: 'outputPerMillion',
  imageOutputPerMillion: 'outputPerMillion',
};

/** Amounts part by part. */
export function amountsOf(amountOf: (part: PricePart) => bigint | null): PriceAmounts {
  return Object.fromEntries(
    priceParts.map((part) => [`${part}MicroCredits`, amountOf(part)]),
  ) as PriceAmounts;
}

/** The price list of a model that cannot be called. */
export const unpriced: PriceList = { ...amountsOf(() => null), free: false, tiers: [] };

/** The parts that have a price of their own. */
export function partsWithPrice(amounts: PriceAmounts): PricePart[] {
  return priceParts.filter((part) => amounts[`${part}MicroCredits`] !== null);
}

/** Whether calls have a price, even if that is nothing. */
export function isPriced(list: PriceList): boolean {
  return list.free || partsWithPrice(list).length > 0;
}

/** What every call is charged by, unless it has a price as a whole: of texts, and of images, sound and speech. */
export type BasicPart = 'inputPerMillion' | 'outputPerMillion' | 'images' | 'sound' | 'speech';

/** The ways in which each can have a price: all parts of one of them. */
const priced: Record<BasicPart, PricePart[][]> = {
  inputPerMillion: [['inputPerMillion']],
  outputPerMillion: [['outputPerMillion']],
  images: [['perOutputImage'], ['imageOutputPerMillion'], ['inputPerMillion', 'outputPerMillion']],
  sound: [['perInputSecond'], ['audioInputPerMillion'], ['inputPerMillion']],
  speech: [
    ['charactersPerMillion'],
    ['perOutputSecond'],
    ['audioOutputPerMillion'],
    ['inputPerMillion', 'outputPerMillion'],
  ],
};
const basicParts = Object.keys(priced) as BasicPart[];

/**
 * The basic parts that a price list says nothing of. A call that has such would cost nothing by accident;
 * nothing on purpose is a price of 0, a price per call, or a free model.
 */
export function missingParts(list: PriceList): BasicPart[] {
  if (list.free || list.perRequestMicroCredits !== null) return [];
  const hasPrice = (part: PricePart) => list[`${part}MicroCredits`] !== null;
  return basicParts.filter((basic) => !priced[basic].some((parts) => parts.every(hasPrice)));
}

/** Whether calls of any kind can be charged. */
export const isCharged = (missing: BasicPart[]) =>
  basicParts.some((part) => part !== 'outputPerMillion' && !missing.includes(part));

/**
 * A price list step by step of input length: the first step holds for every call, a later one instead of it for
 * calls with more input than that. What is null in a step after all fallbacks is not charged.
 */
export function stepsOf(list: PriceList): PriceTier[] {
  return [
    { aboveInputTokens: 0n, ...withFallbacks(list) },
    ...list.tiers.map((tier) => ({
      aboveInputTokens: tier.aboveInputTokens,
      ...withFallbacks(amountsOf((part) => tier[`${part}MicroCredits`] ?? list[`${part}MicroCredits`])),
    })),
  ];
}

function withFallbacks(amounts: PriceAmounts): PriceAmounts {
  const amountOf = (part: PricePart): bigint | null => {
    const fallback = fallbacks[part];
    return amounts[`${part}MicroCredits`] ?? (fallback ? amountOf(fallback) : null);
  };
  return amountsOf(amountOf);
}

/** The step of a price list that holds for a call with that much input. */
export function stepFor<Step extends { aboveInputTokens: bigint }>(
  steps: readonly Step[],
  inputTokens: bigint,
): Step {
  return steps.findLast((step) => inputTokens > step.aboveInputTokens) ?? (steps[0] as Step);
}
