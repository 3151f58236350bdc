import type { Prices } from './call-cost.ts';

export const priceParts = [
  'inputPerMillion',
  'cachedInputPerMillion',
  'outputPerMillion',
  'perRequest',
] as const;
export type PricePart = (typeof priceParts)[number];

/** A price list as it is being typed: an empty part is not charged. */
export type PriceDraft = { isFree: boolean } & Record<PricePart, string>;

const credits = /^\d{1,12}(\.\d{1,6})?$/;

/** The draft of a stored or proposed price list; nothing typed where there is none. */
export const toPriceDraft = (prices: Prices | null): PriceDraft => ({
  isFree: prices?.free ?? false,
  inputPerMillion: prices?.inputPerMillionCredits ?? '',
  cachedInputPerMillion: prices?.cachedInputPerMillionCredits ?? '',
  outputPerMillion: prices?.outputPerMillionCredits ?? '',
  perRequest: prices?.perRequestCredits ?? '',
});

/** True while a part is empty or a decimal with up to 6 places; no signs, no commas. */
export const isPrice = (typed: string) => typed.trim() === '' || credits.test(typed.trim());

export const isPriceDraftValid = (draft: PriceDraft) =>
  draft.isFree || priceParts.every((part) => isPrice(draft[part]));

/** The price list that the draft says: null when nothing is charged without being free on purpose. */
export function toPrices(draft: PriceDraft): Prices | null {
  const read = (part: PricePart) => (draft.isFree ? null : draft[part].trim() || null);
  const prices = {
    free: draft.isFree,
    perRequestCredits: read('perRequest'),
    inputPerMillionCredits: read('inputPerMillion'),
    cachedInputPerMillionCredits: read('cachedInputPerMillion'),
    outputPerMillionCredits: read('outputPerMillion'),
  };
  return draft.isFree || priceParts.some((part) => read(part) !== null) ? prices : null;
}

/** The same as the API takes it: free excludes all other parts, an empty object is unpriced. */
export function toPricesBody(draft: PriceDraft) {
  return draft.isFree ? { free: true } : (toPrices(draft) ?? {});
}
