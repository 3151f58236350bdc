import { priceParts, type PriceAmounts, type PricePart, type Prices, unitParts } from './price-parts.ts';

/** Amounts as they are being typed; an empty one is not priced. */
export type AmountsDraft = Record<PricePart, string>;

/** A tier as it is being typed; `key` only tells the tiers apart. */
export type TierDraft = AmountsDraft & { key: string; aboveInputTokens: string };

/** A price list as it is being typed. */
export type PriceDraft = AmountsDraft & { isFree: boolean; tiers: TierDraft[] };

const credits = /^\d{1,12}(\.\d{1,6})?$/;
const mostTokens = 1_000_000_000;
/** Where long inputs begin with most providers that price them apart. */
const usualThreshold = 200_000;

const toAmountsDraft = (amounts: PriceAmounts | null) =>
  Object.fromEntries(priceParts.map((part) => [part, amounts?.[`${part}Credits`] ?? ''])) as AmountsDraft;

let lastKey = 0;
const newKey = () => {
  lastKey += 1;
  return `tier-${lastKey}`;
};

/** The draft of a stored or proposed price list; nothing typed where there is none. */
export const toPriceDraft = (prices: Prices | null): PriceDraft => ({
  isFree: prices?.free ?? false,
  ...toAmountsDraft(prices),
  tiers: (prices?.tiers ?? []).map((tier) => ({
    key: newKey(),
    aboveInputTokens: String(tier.aboveInputTokens),
    ...toAmountsDraft(tier),
  })),
});

/** An empty tier above the ones that there are. */
export function newTier(tiers: TierDraft[]): TierDraft {
  const last = Number(tiers.at(-1)?.aboveInputTokens ?? 0);
  const above = last > 0 ? last * 2 : usualThreshold;
  return { key: newKey(), aboveInputTokens: String(above), ...toAmountsDraft(null) };
}

/** True while a part is empty or a decimal with up to 6 places; no signs, no commas. */
export const isPrice = (typed: string) => typed.trim() === '' || credits.test(typed.trim());

/** True for a whole number of tokens above the threshold of the tier before. */
export function isThreshold(tiers: TierDraft[], tier: TierDraft): boolean {
  const before = tiers[tiers.indexOf(tier) - 1]?.aboveInputTokens ?? '0';
  const typed = tier.aboveInputTokens.trim();
  return /^\d{1,10}$/.test(typed) && Number(typed) > Number(before) && Number(typed) <= mostTokens;
}

/** True when nothing is priced. */
export const isEmpty = (amounts: AmountsDraft) => priceParts.every((part) => amounts[part].trim() === '');

/** True when something is priced, but neither all that a chat is charged by nor anything that images or sound are: such calls are refused. */
export const isIncomplete = (draft: PriceDraft) =>
  !draft.isFree &&
  !isEmpty(draft) &&
  [draft.perRequest, ...unitParts.map((part) => draft[part])].every((typed) => typed.trim() === '') &&
  (draft.inputPerMillion.trim() === '' || draft.outputPerMillion.trim() === '');

export const isPriceDraftValid = (draft: PriceDraft) =>
  draft.isFree ||
  ([draft, ...draft.tiers].every((amounts) => priceParts.every((part) => isPrice(amounts[part]))) &&
    draft.tiers.every((tier) => isThreshold(draft.tiers, tier) && !isEmpty(tier)) &&
    (draft.tiers.length === 0 || !isEmpty(draft)));

const toAmounts = (draft: AmountsDraft) =>
  Object.fromEntries(
    priceParts.map((part) => [`${part}Credits`, draft[part].trim() || null]),
  ) as PriceAmounts;

const nothing = toAmounts(toAmountsDraft(null));

/** The price list that the draft says: null when nothing is charged without being free on purpose. */
export function toPrices(draft: PriceDraft): Prices | null {
  if (draft.isFree) return { free: true, ...nothing, tiers: [] };
  if (isEmpty(draft)) return null;
  return {
    free: false,
    ...toAmounts(draft),
    tiers: draft.tiers.map((tier) => ({
      aboveInputTokens: Number(tier.aboveInputTokens),
      ...toAmounts(tier),
    })),
  };
}

/** The same as the API takes it: free excludes all other parts, an empty object is unpriced. */
export function toPricesBody(draft: PriceDraft) {
  return draft.isFree ? { free: true } : (toPrices(draft) ?? {});
}
