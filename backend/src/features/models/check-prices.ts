import { errors, type FieldError } from '../../errors.ts';
import { formatCredits } from '../../lib/credits.ts';
import {
  isPriced,
  partsWithPrice,
  type PriceList,
  type PricePart,
  stepFor,
  stepsOf,
} from '../../lib/price-list.ts';
import { parsePrices, type PricesInput } from '../../lib/prices.ts';

/** The price list that a client sent. @throws invalid_request when it contradicts itself. */
export function checkedPrices(input: PricesInput): PriceList {
  const list = parsePrices(input);
  const faults = list.tiers.flatMap((tier, index, tiers): FieldError[] => {
    if (tier.aboveInputTokens <= (tiers[index - 1]?.aboveInputTokens ?? 0n))
      return [
        { path: `/prices/tiers/${index}/aboveInputTokens`, message: 'must be more than in the tier before' },
      ];
    return partsWithPrice(tier).length > 0
      ? []
      : [{ path: `/prices/tiers/${index}`, message: 'has no price' }];
  });
  if (list.free && (partsWithPrice(list).length > 0 || list.tiers.length > 0))
    faults.push({ path: '/prices/free', message: 'excludes every other price' });
  else if (!isPriced(list) && list.tiers.length > 0)
    faults.push({ path: '/prices/tiers', message: 'needs a price for calls below it' });
  if (faults.length > 0) throw errors.invalidFields('body', faults);
  return list;
}

/** More than this is more likely a slip (per token instead of per million) than a change of price. */
const mostTimes = 100n;

/**
 * Looks for slips: parts that would cost more than a hundred times what they do, or less than a hundredth, at
 * any length of input. Parts without a price so far, or that are left out now, do not count, nor does a model
 * that becomes free or unpriced: that is said, not mistyped.
 * @throws price_change_unconfirmed
 */
export function refuseJumps(current: PriceList, next: PriceList): void {
  if (current.free || next.free) return;
  const jumps = new Map<string, FieldError>();
  const [before, after] = [stepsOf(current), stepsOf(next)];
  const parts = ownParts(current, next);
  for (const { aboveInputTokens } of [...before, ...after]) {
    const length = aboveInputTokens + 1n;
    const [from, to] = [stepFor(before, length), stepFor(after, length)];
    const tier = next.tiers.findIndex((known) => known.aboveInputTokens === to.aboveInputTokens);
    for (const part of parts) {
      const [old, now] = [from[`${part}MicroCredits`], to[`${part}MicroCredits`]];
      if (old === null || now === null || !isJump(old, now)) continue;
      const path = `/prices/${tier >= 0 ? `tiers/${tier}/` : ''}${part}Credits`;
      const message = `changes from ${formatCredits(old)} to ${formatCredits(now)} credits`;
      jumps.set(path, { path, message });
    }
  }
  if (jumps.size > 0) throw errors.priceChangeUnconfirmed(undefined, { fields: [...jumps.values()] });
}

/** Parts that either list prices itself somewhere: what merely falls back changes with what it falls back to. */
function ownParts(...lists: PriceList[]): PricePart[] {
  return [...new Set(lists.flatMap((list) => [list, ...list.tiers].flatMap(partsWithPrice)))];
}

function isJump(old: bigint, now: bigint): boolean {
  return old > 0n && (now > old * mostTimes || now * mostTimes < old);
}
