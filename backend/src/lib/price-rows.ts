import { amountsOf, partsWithPrice, type PriceList, type PricePart, type PriceTier } from './price-list.ts';

const columns = {
  perRequest: 'per_request_micro_credits',
  inputPerMillion: 'input_per_million_micro_credits',
  cachedInputPerMillion: 'cached_input_per_million_micro_credits',
  cacheWritePerMillion: 'cache_write_per_million_micro_credits',
  longCacheWritePerMillion: 'long_cache_write_per_million_micro_credits',
  audioInputPerMillion: 'audio_input_per_million_micro_credits',
  imageInputPerMillion: 'image_input_per_million_micro_credits',
  outputPerMillion: 'output_per_million_micro_credits',
  reasoningPerMillion: 'reasoning_per_million_micro_credits',
  audioOutputPerMillion: 'audio_output_per_million_micro_credits',
  imageOutputPerMillion: 'image_output_per_million_micro_credits',
  perImage: 'per_image_micro_credits',
  perOutputImage: 'per_output_image_micro_credits',
  perInputSecond: 'per_input_second_micro_credits',
  perOutputSecond: 'per_output_second_micro_credits',
  charactersPerMillion: 'characters_per_million_micro_credits',
} as const satisfies Record<PricePart, string>;

/** A tier as it is stored: the parts it has, amounts as text. */
type TierJson = { aboveInputTokens: number } & {
  [Part in PricePart as `${Part}MicroCredits`]?: string;
};

/** The price columns of a `model_prices` row; all null when there is no row. */
export type PriceColumns = { free: boolean | null; tiers: TierJson[] | null } & {
  [Part in PricePart as (typeof columns)[Part]]: bigint | null;
};

/** The price columns in the order of `priceValues`. */
export const priceColumns = ['free', ...Object.values(columns), 'tiers'];

/** The price columns of a table, for a SELECT. */
export const selectPrice = (table: string) => priceColumns.map((column) => `${table}.${column}`).join(', ');

/** The price list of a joined `model_prices` row; unpriced when the join found none. */
export function pricesOfRow(row: PriceColumns): PriceList {
  return {
    free: row.free ?? false,
    ...amountsOf((part) => row[columns[part]]),
    tiers: (row.tiers ?? []).map((tier) => ({
      aboveInputTokens: BigInt(tier.aboveInputTokens),
      ...amountsOf((part) => {
        const amount = tier[`${part}MicroCredits`];
        return amount === undefined ? null : BigInt(amount);
      }),
    })),
  };
}

/** A price list as `model_prices` stores it, in the order of `priceColumns`. */
export function priceValues(list: PriceList): (boolean | bigint | string | null)[] {
  const parts = Object.keys(columns) as PricePart[];
  const tiers = list.tiers.length === 0 ? null : JSON.stringify(list.tiers.map(toJson));
  return [list.free, ...parts.map((part) => list[`${part}MicroCredits`]), tiers];
}

function toJson(tier: PriceTier): TierJson {
  const amounts = partsWithPrice(tier).map((part) => [
    `${part}MicroCredits`,
    String(tier[`${part}MicroCredits`]),
  ]);
  return {
    aboveInputTokens: Number(tier.aboveInputTokens),
    ...(Object.fromEntries(amounts) as Omit<TierJson, 'aboveInputTokens'>),
  };
}
