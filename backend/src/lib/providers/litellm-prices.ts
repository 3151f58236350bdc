import { usdPerTokenToMicroCreditsPerMillion } from '../credits.ts';
import {
  amountsOf,
  type PriceAmounts,
  type PriceList,
  type PricePart,
  partsWithPrice,
  type PriceTier,
  stepFor,
  stepsOf,
} from '../price-list.ts';
import { field, listOf } from './json.ts';

/**
 * What LiteLLM calls the prices of tokens, in US dollars each. It has prices per image too, but for calls that
 * are not chats.
 */
const names: Partial<Record<PricePart, string>> = {
  inputPerMillion: 'input_cost_per_token',
  cachedInputPerMillion: 'cache_read_input_token_cost',
  cacheWritePerMillion: 'cache_creation_input_token_cost',
  longCacheWritePerMillion: 'cache_creation_input_token_cost_above_1hr',
  audioInputPerMillion: 'input_cost_per_audio_token',
  imageInputPerMillion: 'input_cost_per_image_token',
  outputPerMillion: 'output_cost_per_token',
  reasoningPerMillion: 'output_cost_per_reasoning_token',
  audioOutputPerMillion: 'output_cost_per_audio_token',
  imageOutputPerMillion: 'output_cost_per_image_token',
};

/**
 * The prices of a deployment, from the first source that knows them; null when LiteLLM does not know any.
 * @param sources rows of LiteLLM in the order in which they are believed
 */
export function readPrices(sources: unknown[]): PriceList | null {
  const find = (name: string) => sources.map((source) => field(source, name)).find((value) => value != null);
  const ranges = listOf(find('tiered_pricing')).map((row) => ({
    above: field(field(row, 'range'), '0'),
    row,
  }));
  const first = ranges.find(({ above }) => above === 0)?.row;
  const base = readAmounts(
    (name) => find(name) ?? field(first, name),
    ['inputPerMillion', 'outputPerMillion'],
  );
  // LiteLLM says 0 for models whose price it does not know; what is unknown must not become free.
  if (!base.inputPerMillionMicroCredits && !base.outputPerMillionMicroCredits) return null;
  const tiers = ranges.flatMap(({ above, row }) =>
    typeof above === 'number' && Number.isInteger(above) && above > 0
      ? [{ aboveInputTokens: BigInt(above), ...readAmounts((name) => field(row, name)) }]
      : [],
  );
  return { ...base, free: false, tiers: ascending(tiers.length > 0 ? tiers : thresholdTiers(sources, find)) };
}

/** No call has more tokens than this. */
const mostTokens = 1_000_000_000n;
const threshold = /_above_(\d{1,7})(k?)_tokens$/;

/** Tiers from names such as `input_cost_per_token_above_200k_tokens`. */
function thresholdTiers(sources: unknown[], find: (name: string) => unknown): PriceTier[] {
  const keys = sources.flatMap((source) => (typeof source === 'object' && source ? Object.keys(source) : []));
  const endings = new Map(
    keys.flatMap((key) => {
      const [ending, digits, k] = threshold.exec(key) ?? [];
      return ending && digits ? [[ending, BigInt(digits) * (k ? 1000n : 1n)] as const] : [];
    }),
  );
  return [...endings].map(([ending, aboveInputTokens]) => ({
    aboveInputTokens,
    ...readAmounts((name) => find(name + ending)),
  }));
}

function ascending(tiers: PriceTier[]): PriceTier[] {
  const known = tiers.filter(({ aboveInputTokens: above }) => above > 0n && above <= mostTokens);
  const priced = known.filter((tier) => partsWithPrice(tier).length > 0);
  return priced.sort((a, b) => (a.aboveInputTokens < b.aboveInputTokens ? -1 : 1));
}

/** @param mayBeZero parts of which 0 is believed; of others it is "unknown" as well */
function readAmounts(find: (name: string) => unknown, mayBeZero: PricePart[] = []): PriceAmounts {
  return amountsOf((part) => {
    const name = names[part];
    const amount = name === undefined ? null : priceOf(find(name));
    return amount === 0n && !mayBeZero.includes(part) ? null : amount;
  });
}

function priceOf(usdPerToken: unknown): bigint | null {
  if (typeof usdPerToken !== 'number' && typeof usdPerToken !== 'string') return null;
  const text = String(usdPerToken);
  const isPrice = /^\d+(\.\d+)?([eE][+-]?\d{1,2})?$/.test(text);
  return isPrice ? usdPerTokenToMicroCreditsPerMillion(text) : null;
}

/** At every length of input, and part by part, the dearer of two price lists. */
export function dearerPrices(left: PriceList | null, right: PriceList | null): PriceList | null {
  if (!left || !right) return left ?? right;
  const [lefts, rights] = [stepsOf(left), stepsOf(right)];
  const parts = new Set([left, ...left.tiers, right, ...right.tiers].flatMap(partsWithPrice));
  const above = (aboveInputTokens: bigint) => {
    const [a, b] = [lefts, rights].map((steps) => stepFor(steps, aboveInputTokens + 1n)) as [
      PriceTier,
      PriceTier,
    ];
    return amountsOf((part) =>
      parts.has(part) ? larger(a[`${part}MicroCredits`], b[`${part}MicroCredits`]) : null,
    );
  };
  const thresholds = new Set([...left.tiers, ...right.tiers].map((tier) => tier.aboveInputTokens));
  const tiers = [...thresholds].map((aboveInputTokens) => ({ aboveInputTokens, ...above(aboveInputTokens) }));
  return { ...above(0n), free: false, tiers: ascending(tiers) };
}

function larger(left: bigint | null, right: bigint | null): bigint | null {
  if (left === null || right === null) return left ?? right;
  return left > right ? left : right;
}
