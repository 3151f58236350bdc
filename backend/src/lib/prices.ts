import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { formatOptionalCredits, parseCredits } from './credits.ts';
import {
  amountsOf,
  isPriced,
  type PriceAmounts,
  type PriceList,
  type PricePart,
  priceParts,
} from './price-list.ts';
import { Credits, CreditsInput, Nullable } from './schemas.ts';

const about: Record<PricePart, string> = {
  perRequest: 'Each call',
  inputPerMillion: 'Input that none of the finer parts names',
  cachedInputPerMillion: 'Input read from a cache; null: as input',
  cacheWritePerMillion: 'Input written to a cache; null: as input',
  longCacheWritePerMillion: 'Input written to a cache that is kept for an hour; null: as cache write',
  audioInputPerMillion: 'Audio in the input; null: as input',
  imageInputPerMillion: 'Images in the input, by their tokens; null: as input',
  outputPerMillion: 'Output that none of the finer parts names',
  reasoningPerMillion: 'Thinking; null: as output',
  audioOutputPerMillion: 'Audio in the output; null: as output',
  imageOutputPerMillion: 'Images in the output, by their tokens; null: as output',
  perImage: 'Each image in the request, besides its tokens',
  perOutputImage: 'Each image in the answer, besides its tokens',
  perInputSecond: 'Each begun second of sound in the request, besides its tokens',
  perOutputSecond: 'Each begun second of speech in the answer, besides its tokens',
  charactersPerMillion: 'Characters of a text that is spoken, besides its tokens',
};

type PartSchemas<Schema extends TSchema> = { [Part in PricePart as `${Part}Credits`]: Schema };
const eachPart = <Schema extends TSchema>(schemaOf: (options: { description: string }) => Schema) =>
  Object.fromEntries(
    priceParts.map((part) => [`${part}Credits`, schemaOf({ description: about[part] })]),
  ) as PartSchemas<Schema>;

const tokenThreshold = {
  minimum: 1,
  maximum: 1_000_000_000,
  description: 'Calls with more input tokens than this',
};

const partsShown = eachPart((options) => ({ ...Nullable(Credits), ...options }));
export const Prices = Type.Object(
  {
    free: Type.Boolean({ description: 'Calls cost nothing, on purpose' }),
    ...partsShown,
    tiers: Type.Array(
      Type.Object(
        { aboveInputTokens: Type.Integer(tokenThreshold), ...partsShown },
        { description: 'A null part is as without the tier' },
      ),
      { description: 'By length of the input, ascending; a tier holds for the whole call' },
    ),
  },
  { description: 'Credits per call, per image, per second of sound, and per million tokens or characters' },
);

const partsGiven = eachPart((options) => Type.Optional({ ...Nullable(CreditsInput), ...options }));
export const PricesInput = Type.Object(
  {
    free: Type.Optional(
      Type.Boolean({ description: 'true: calls cost nothing; no other price may be given' }),
    ),
    ...partsGiven,
    tiers: Type.Optional(
      Type.Array(
        Type.Object(
          { aboveInputTokens: Type.Integer(tokenThreshold), ...partsGiven },
          { additionalProperties: false },
        ),
        { maxItems: 10, description: 'Ascending. A part that a tier leaves out is as without the tier' },
      ),
    ),
  },
  {
    additionalProperties: false,
    description:
      'Credits per call, per image, per second of sound, and per million tokens or characters. Chat needs a price of input and of output, embeddings of input, images one of images or of output, transcriptions one of seconds or of input, speech one of characters, seconds or of output, unless there is a price per call; 0 is a price. An empty object makes the model unpriced: it cannot be called.',
  },
);
export type PricesInput = Static<typeof PricesInput>;

type PartsShown = { [Part in PricePart as `${Part}Credits`]: string | null };
const formatParts = (amounts: PriceAmounts) =>
  Object.fromEntries(
    priceParts.map((part) => [`${part}Credits`, formatOptionalCredits(amounts[`${part}MicroCredits`])]),
  ) as PartsShown;

/** A price list as replies show it; null when nothing is priced and the model is not free. */
export function formatPrices(list: PriceList): Static<typeof Prices> | null {
  if (!isPriced(list)) return null;
  return {
    free: list.free,
    ...formatParts(list),
    tiers: list.tiers.map((tier) => ({
      aboveInputTokens: Number(tier.aboveInputTokens),
      ...formatParts(tier),
    })),
  };
}

const parseParts = (input: Partial<PartsShown>) =>
  amountsOf((part) => {
    const credits = input[`${part}Credits`];
    return credits == null ? null : parseCredits(credits);
  });

/** A price list as a client sent it, in micro-credits. */
export function parsePrices(input: PricesInput): PriceList {
  return {
    free: input.free ?? false,
    ...parseParts(input),
    tiers: (input.tiers ?? []).map((tier) => ({
      aboveInputTokens: BigInt(tier.aboveInputTokens),
      ...parseParts(tier),
    })),
  };
}
