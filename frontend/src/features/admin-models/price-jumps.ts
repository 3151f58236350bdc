import { isApiError } from '../../api/api-error.ts';
import { priceOf, type PricePart, type Prices, priceParts, tierOf } from '../../components/price-parts.ts';

/** A price that would change more than a hundred times; `aboveInputTokens` is null outside of tiers. */
export type PriceJump = {
  part: PricePart;
  aboveInputTokens: number | null;
  fromCredits: string | null;
  toCredits: string | null;
};

/** Whether the server wants the change of prices to be confirmed. */
export const isUnconfirmed = (error: unknown) =>
  isApiError(error) && error.code === 'price_change_unconfirmed';

const jumpPath = /^prices\.(?:tiers\.(\d+)\.)?(\w+)Credits$/;

/** The jumps that the server names, with what each part costs now and would cost. */
export function jumpsOf(error: unknown, stored: Prices, next: Prices): PriceJump[] {
  if (!isApiError(error) || !isUnconfirmed(error)) return [];
  return Object.keys(error.fields).flatMap((field) => {
    const [, index, name] = jumpPath.exec(field) ?? [];
    const part = priceParts.find((known) => known === name);
    if (!part) return [];
    const tier = index === undefined ? undefined : next.tiers[Number(index)];
    const length = BigInt(tier?.aboveInputTokens ?? 0) + 1n;
    return [
      {
        part,
        aboveInputTokens: tier?.aboveInputTokens ?? null,
        fromCredits: priceOf(stored, tierOf(stored, length), part),
        toCredits: priceOf(next, tier, part),
      },
    ];
  });
}
