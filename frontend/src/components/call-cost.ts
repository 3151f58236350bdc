import { toDecimal, toMicro } from './decimal.ts';
import { priceOf, type PricePart, type Prices, tierOf } from './price-parts.ts';

const inputParts = ['cachedInput', 'cacheWrite', 'longCacheWrite', 'audioInput', 'imageInput'] as const;
const outputParts = ['reasoning', 'audioOutput', 'imageOutput'] as const;
type FinerPart = (typeof inputParts)[number] | (typeof outputParts)[number];

/** Tokens of one call, and its images; each finer part is some of input or of output, and no token is in two. */
export type CallTokens = { input: bigint; output: bigint } & Partial<Record<FinerPart | 'images', bigint>>;

export type CostPart = 'input' | 'output' | 'perRequest' | 'images' | FinerPart;

/** One line of a computation; `count` is null for the price per request, a null price is not charged. */
export type CostLine = {
  part: CostPart;
  count: bigint | null;
  priceCredits: string | null;
  /** Exact to 12 places. */
  costCredits: string;
};

const exactPlaces = 12;
const microPlaces = 6;
const picoPerMicro = 1_000_000n;

/** Units of the 12th place of a decimal string that has 12 places. */
const toPico = (exact: string) => BigInt(exact.replace('.', ''));

/**
 * The cost of a call as the gateway charges it, line by line: every token once at the price of its part, by the
 * tier that all of the input reaches; the prices per image and per request; and the one rounding, up to the next
 * micro-credit.
 */
export function costOfCall(prices: Prices, tokens: CallTokens) {
  const tier = tierOf(prices, tokens.input);
  const line = (part: CostPart, count: bigint | null, pricePart: PricePart, perUnit: bigint): CostLine => {
    const priceCredits = priceOf(prices, tier, pricePart);
    const pico = (count ?? 1n) * toMicro(priceCredits ?? '0') * perUnit;
    return { part, count, priceCredits, costCredits: toDecimal(pico, exactPlaces) };
  };
  const tokenLines = (whole: 'input' | 'output', parts: readonly FinerPart[]) => {
    const finer = split(tokens[whole], parts, tokens);
    const plain = finer.reduce((left, { count }) => left - count, tokens[whole]);
    return [
      line(whole, plain, `${whole}PerMillion`, 1n),
      ...finer.map(({ part, count }) => line(part, count, `${part}PerMillion`, 1n)),
    ];
  };
  const images = tokens.images ? line('images', tokens.images, 'perImage', picoPerMicro) : null;
  const perRequest = line('perRequest', null, 'perRequest', picoPerMicro);
  const lines = [
    ...tokenLines('input', inputParts),
    ...tokenLines('output', outputParts),
    ...[images, perRequest].filter((found) => found !== null && found.priceCredits !== null),
  ] as CostLine[];
  const exact = lines.reduce((sum, { costCredits }) => sum + toPico(costCredits), 0n);
  const total = (exact + picoPerMicro - 1n) / picoPerMicro;
  const rounding = total * picoPerMicro - exact;
  return {
    lines,
    /** The threshold of the tier that holds for this call. */
    aboveInputTokens: tier?.aboveInputTokens ?? null,
    roundingCredits: rounding === 0n ? null : toDecimal(rounding, exactPlaces),
    totalCredits: toDecimal(total, microPlaces),
  };
}

/** The finer parts that there are; together never more than the whole. */
function split(whole: bigint, parts: readonly FinerPart[], tokens: CallTokens) {
  let left = whole;
  return parts.flatMap((part) => {
    const claimed = tokens[part] ?? 0n;
    const count = claimed < left ? claimed : left;
    left -= count;
    return count > 0n ? [{ part, count }] : [];
  });
}
