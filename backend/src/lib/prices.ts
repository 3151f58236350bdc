import { type Static, Type } from '@sinclair/typebox';
import { formatOptionalCredits, parseCredits } from './credits.ts';
import { Credits, CreditsInput, Nullable } from './schemas.ts';

/** What one call of a model costs, in micro-credits per request and per million tokens; null is not charged. */
export type PriceList = {
  free: boolean;
  perRequestMicroCredits: bigint | null;
  inputPerMillionMicroCredits: bigint | null;
  cachedInputPerMillionMicroCredits: bigint | null;
  outputPerMillionMicroCredits: bigint | null;
};

/** The price columns of a `model_prices` row; all null when there is no row. */
export type PriceColumns = {
  free: boolean | null;
  per_request_micro_credits: bigint | null;
  input_per_million_micro_credits: bigint | null;
  cached_input_per_million_micro_credits: bigint | null;
  output_per_million_micro_credits: bigint | null;
};

export const Prices = Type.Object(
  {
    free: Type.Boolean({ description: 'Calls cost nothing, on purpose' }),
    perRequestCredits: Nullable(Credits),
    inputPerMillionCredits: Nullable(Credits),
    cachedInputPerMillionCredits: Nullable(Credits),
    outputPerMillionCredits: Nullable(Credits),
  },
  { description: 'Credits per request and per million tokens; a null part is not charged' },
);

export const PricesInput = Type.Object(
  {
    free: Type.Optional(
      Type.Boolean({ description: 'true: calls cost nothing; no other price may be given' }),
    ),
    perRequestCredits: Type.Optional(Nullable(CreditsInput)),
    inputPerMillionCredits: Type.Optional(Nullable(CreditsInput)),
    cachedInputPerMillionCredits: Type.Optional(Nullable(CreditsInput)),
    outputPerMillionCredits: Type.Optional(Nullable(CreditsInput)),
  },
  {
    additionalProperties: false,
    description:
      'Credits per request and per million tokens. An empty object makes the model unpriced: it cannot be called.',
  },
);

export const unpriced: PriceList = {
  free: false,
  perRequestMicroCredits: null,
  inputPerMillionMicroCredits: null,
  cachedInputPerMillionMicroCredits: null,
  outputPerMillionMicroCredits: null,
};

/** A price list as replies show it; null when nothing is priced and the model is not free. */
export function formatPrices(prices: PriceList): Static<typeof Prices> | null {
  if (!prices.free && priceParts(prices).every((part) => part === null)) return null;
  return {
    free: prices.free,
    perRequestCredits: formatOptionalCredits(prices.perRequestMicroCredits),
    inputPerMillionCredits: formatOptionalCredits(prices.inputPerMillionMicroCredits),
    cachedInputPerMillionCredits: formatOptionalCredits(prices.cachedInputPerMillionMicroCredits),
    outputPerMillionCredits: formatOptionalCredits(prices.outputPerMillionMicroCredits),
  };
}

/** A price list as a client sent it, in micro-credits. */
export function parsePrices(input: Static<typeof PricesInput>): PriceList {
  const part = (credits: string | null | undefined) => (credits == null ? null : parseCredits(credits));
  return {
    free: input.free ?? false,
    perRequestMicroCredits: part(input.perRequestCredits),
    inputPerMillionMicroCredits: part(input.inputPerMillionCredits),
    cachedInputPerMillionMicroCredits: part(input.cachedInputPerMillionCredits),
    outputPerMillionMicroCredits: part(input.outputPerMillionCredits),
  };
}

/** The price list of a joined `model_prices` row; unpriced when the join found none. */
export function pricesOfRow(row: PriceColumns): PriceList {
  return {
    free: row.free ?? false,
    perRequestMicroCredits: row.per_request_micro_credits,
    inputPerMillionMicroCredits: row.input_per_million_micro_credits,
    cachedInputPerMillionMicroCredits: row.cached_input_per_million_micro_credits,
    outputPerMillionMicroCredits: row.output_per_million_micro_credits,
  };
}

/** The four amounts, in the order of the columns. */
export function priceParts(prices: PriceList): (bigint | null)[] {
  return [
    prices.perRequestMicroCredits,
    prices.inputPerMillionMicroCredits,
    prices.cachedInputPerMillionMicroCredits,
    prices.outputPerMillionMicroCredits,
  ];
}
