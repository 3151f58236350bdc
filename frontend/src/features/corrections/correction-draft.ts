import {
  isPriceDraftValid,
  type PriceDraft,
  toPriceDraft,
  toPrices,
  toPricesBody,
} from '../../components/price-draft.ts';
import type { Prices } from '../../components/price-parts.ts';
import { clockOf, instantOf } from '../../components/zoned-day.ts';
import type { NewReRating } from './queries.ts';

const dayMs = 86_400_000;

/** A correction as it is being typed; times as the clocks of the reader show them. An empty end is now. */
export type CorrectionDraft = { from: string; to: string; prices: PriceDraft; reason: string };

/** The day up to now, at the prices that the model has: most corrections come after the price was put right. */
export function newDraft(prices: Prices | null, timeZone: string, nowMs: number): CorrectionDraft {
  return {
    from: clockOf(nowMs - dayMs, timeZone),
    to: '',
    prices: toPriceDraft(prices),
    reason: '',
  };
}

/** What stands in the way of asking for a report, as text keys. */
export function findFaults({ from, to, prices, reason }: CorrectionDraft, now: string) {
  return {
    fromKey: from === '' || from >= (to || now) ? ('form.fromWrong' as const) : null,
    toKey: to > now ? ('form.toWrong' as const) : null,
    pricesKey: isPriceDraftValid(prices) && toPrices(prices) ? null : ('form.pricesWrong' as const),
    reasonKey: reason.trim().length < 3 ? ('form.reasonMissing' as const) : null,
  };
}

/** The correction as the API takes it. */
export function toBody(
  modelId: string,
  draft: CorrectionDraft,
  timeZone: string,
  nowMs: number,
): NewReRating {
  return {
    modelId,
    from: instantOf(draft.from, timeZone),
    to: draft.to === '' ? new Date(nowMs).toISOString() : instantOf(draft.to, timeZone),
    prices: toPricesBody(draft.prices),
    reason: draft.reason.trim(),
  };
}
