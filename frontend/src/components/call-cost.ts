import type { RowOf } from '../api/types.ts';
import { toDecimal, toMicro } from './decimal.ts';

export type Prices = NonNullable<RowOf<'/api/v1/models'>['prices']>;

/** Tokens of one call; cached input is a part of input. */
export type CallTokens = { input: bigint; cachedInput: bigint; output: bigint };

export type CostPart = 'input' | 'cachedInput' | 'output' | 'perRequest';

/** One line of a computation; `tokens` is null for the price per request, a null price is not charged. */
export type CostLine = {
  part: CostPart;
  tokens: bigint | null;
  priceCredits: string | null;
  /** Exact to 12 places. */
  costCredits: string;
};

const exactPlaces = 12;
const microPlaces = 6;
const picoPerMicro = 1_000_000n;

const tokenLine = (part: CostPart, tokens: bigint, priceCredits: string | null): CostLine => ({
  part,
  tokens,
  priceCredits,
  costCredits: toDecimal(tokens * toMicro(priceCredits ?? '0'), exactPlaces),
});

/** Units of the 12th place of a decimal string that has 12 places. */
const toPico = (exact: string) => BigInt(exact.replace('.', ''));

/**
 * The cost of a call as the gateway charges it, line by line: tokens at their prices per million, the price per
 * request, and the one rounding, up to the next micro-credit. Cached input without a price of its own is input.
 */
export function costOfCall(prices: Prices, tokens: CallTokens) {
  const cached = tokens.cachedInput < tokens.input ? tokens.cachedInput : tokens.input;
  const cachedPrice = prices.cachedInputPerMillionCredits ?? prices.inputPerMillionCredits;
  const lines: CostLine[] = [tokenLine('input', tokens.input - cached, prices.inputPerMillionCredits)];
  if (cached > 0n) lines.push(tokenLine('cachedInput', cached, cachedPrice));
  lines.push(tokenLine('output', tokens.output, prices.outputPerMillionCredits));
  if (prices.perRequestCredits !== null) {
    const costCredits = toDecimal(toMicro(prices.perRequestCredits) * picoPerMicro, exactPlaces);
    lines.push({ part: 'perRequest', tokens: null, priceCredits: prices.perRequestCredits, costCredits });
  }
  const exact = lines.reduce((sum, line) => sum + toPico(line.costCredits), 0n);
  const total = (exact + picoPerMicro - 1n) / picoPerMicro;
  const rounding = total * picoPerMicro - exact;
  return {
    lines,
    roundingCredits: rounding === 0n ? null : toDecimal(rounding, exactPlaces),
    totalCredits: toDecimal(total, microPlaces),
  };
}
