import type { RowOf } from '../api/types.ts';

export type Prices = NonNullable<RowOf<'/api/v1/models'>['prices']>;
export type PriceTier = Prices['tiers'][number];
/** The amounts of a price list or of one of its tiers. */
export type PriceAmounts = Omit<PriceTier, 'aboveInputTokens'>;

/** What most models charge for, and what only some do. */
export const mainParts = [
  'inputPerMillion',
  'cachedInputPerMillion',
  'outputPerMillion',
  'perRequest',
] as const;
/** What is charged one by one, beside tokens. */
export const unitParts = [
  'perOutputImage',
  'perInputSecond',
  'perOutputSecond',
  'charactersPerMillion',
] as const;
export const moreParts = [
  'cacheWritePerMillion',
  'longCacheWritePerMillion',
  'reasoningPerMillion',
  'perImage',
  'audioInputPerMillion',
  'audioOutputPerMillion',
  'imageInputPerMillion',
  'imageOutputPerMillion',
  ...unitParts,
] as const;
export const priceParts = [...mainParts, ...moreParts];
export type PricePart = (typeof priceParts)[number];

/** Names of the parts. */
export const pricePartKeys = {
  inputPerMillion: 'common:prices.inputPerMillion',
  cachedInputPerMillion: 'common:prices.cachedInputPerMillion',
  outputPerMillion: 'common:prices.outputPerMillion',
  perRequest: 'common:prices.perRequest',
  cacheWritePerMillion: 'common:prices.cacheWritePerMillion',
  longCacheWritePerMillion: 'common:prices.longCacheWritePerMillion',
  reasoningPerMillion: 'common:prices.reasoningPerMillion',
  perImage: 'common:prices.perImage',
  audioInputPerMillion: 'common:prices.audioInputPerMillion',
  audioOutputPerMillion: 'common:prices.audioOutputPerMillion',
  imageInputPerMillion: 'common:prices.imageInputPerMillion',
  imageOutputPerMillion: 'common:prices.imageOutputPerMillion',
  perOutputImage: 'common:prices.perOutputImage',
  perInputSecond: 'common:prices.perInputSecond',
  perOutputSecond: 'common:prices.perOutputSecond',
  charactersPerMillion: 'common:prices.charactersPerMillion',
} as const;

/** The parts that a price list or a tier says something of. */
export const partsWithPrice = (amounts: PriceAmounts) =>
  priceParts.filter((part) => amounts[`${part}Credits`] !== null);

const isUnit = (part: PricePart) => (unitParts as readonly PricePart[]).includes(part);

/** Whether there is more to say than the main parts, and what is charged one by one. */
export const hasMorePrices = (prices: Prices) =>
  prices.tiers.length > 0 || moreParts.some((part) => !isUnit(part) && prices[`${part}Credits`] !== null);

/** How an amount is told with what it is for. */
export const amountKeys = {
  tokens: 'common:prices.perMillionTokens',
  characters: 'common:prices.perMillionCharacters',
  one: 'common:prices.inCredits',
} as const;

/** What an amount is for a million of, or for one. */
export function measureOf(part: PricePart): keyof typeof amountKeys {
  if (part === 'charactersPerMillion') return 'characters';
  return part.endsWith('PerMillion') ? 'tokens' : 'one';
}

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

/** The tier that holds for a call with that much input: the highest that it exceeds. */
export const tierOf = (prices: Prices, inputTokens: bigint): PriceTier | undefined =>
  prices.tiers.findLast(({ aboveInputTokens }) => inputTokens > BigInt(aboveInputTokens));

/** What a part costs in a call of that tier, after all fallbacks; null is not charged. */
export function priceOf(prices: Prices, tier: PriceTier | undefined, part: PricePart): string | null {
  const own = tier?.[`${part}Credits`] ?? prices[`${part}Credits`];
  const fallback = fallbacks[part];
  return own ?? (fallback ? priceOf(prices, tier, fallback) : null);
}
