import { toDecimal, toMicro } from './decimal.ts';
import { priceOf, type PricePart, type Prices, tierOf } from './price-parts.ts';

const inputParts = ['cachedInput', 'cacheWrite', 'longCacheWrite', 'audioInput', 'imageInput'] as const;
const outputParts = ['reasoning', 'audioOutput', 'imageOutput'] as const;
type FinerPart = (typeof inputParts)[number] | (typeof outputParts)[number];

/** What is charged one by one, and by which price. */
const units = {
  images: 'perImage',
  outputImages: 'perOutputImage',
  inputSeconds: 'perInputSecond',
  outputSeconds: 'perOutputSecond',
  characters: 'charactersPerMillion',
} as const;
export type Unit = keyof typeof units;
const unitNames = Object.keys(units) as Unit[];

/** Tokens of one call, and its units; each finer part is some of input or of output, and no token is in two. */
export type CallTokens = { input: bigint; output: bigint } & Partial<Record<FinerPart | Unit, bigint>>;

export type CostPart = 'input' | 'output' | 'perRequest' | FinerPart | Unit;

/** So many of each, in words. */
export const unitKeys = {
  images: 'common:cost.images',
  outputImages: 'common:cost.outputImages',
  inputSeconds: 'common:cost.inputSeconds',
  outputSeconds: 'common:cost.outputSeconds',
  characters: 'common:cost.characters',
} as const;

export const isUnit = (part: CostPart): part is Unit => part in units;

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
 * tier that all of the input reaches; the prices per unit and per request; and the one rounding, up to the next
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
  const unitLines = unitNames.flatMap((unit) => {
    const count = tokens[unit] ?? 0n;
    const perUnit = unit === 'characters' ? 1n : picoPerMicro;
    return count > 0n ? [line(unit, count, units[unit], perUnit)] : [];
  });
  const perRequest = line('perRequest', null, 'perRequest', picoPerMicro);
  const paidLines = [...unitLines, perRequest].filter(({ priceCredits }) => priceCredits !== null);
  const textLines = [...tokenLines('input', inputParts), ...tokenLines('output', outputParts)];
  // A call for an image or a second of sound may have no tokens: nobody needs to read that they cost nothing.
  const isText = ({ count, priceCredits }: CostLine) =>
    unitLines.length === 0 || count !== 0n || priceCredits !== null;
  const lines = [...textLines.filter(isText), ...paidLines];
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
