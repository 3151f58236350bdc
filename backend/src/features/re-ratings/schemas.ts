import { type Static, Type } from '@sinclair/typebox';
import { Prices, PricesInput } from '../../lib/prices.ts';
import { Body, Credits, Nullable, Reason, Time } from '../../lib/schemas.ts';

export const NewReRating = Body({
  modelId: Type.String({ maxLength: 100 }),
  from: { ...Time, description: 'Calls at or after this time' },
  to: { ...Time, description: 'Calls before this time, which may not be in the future' },
  prices: { ...PricesInput, description: 'What the calls should have been rated by: all of it' },
  reason: Reason('3 to 500 characters, shown to the accounts in their ledgers and kept in the audit log'),
  apply: Type.Boolean({ default: false, description: 'false: only report what it would come to' }),
});
export type NewReRating = Static<typeof NewReRating>;

const sums = {
  calls: Type.Unsafe<bigint>({ type: 'integer' }),
  oldCostCredits: Credits,
  newCostCredits: Credits,
  differenceCredits: { ...Credits, description: 'New less old: below zero gives back', examples: ['-12.5'] },
};

const common = {
  modelId: Type.String(),
  modelName: Type.String(),
  from: Time,
  to: Time,
  prices: Prices,
  reason: Type.String(),
  ...sums,
  accounts: Type.Integer(),
};

export const ReRatingReport = Type.Object({
  ...common,
  id: Nullable(Type.String({ description: 'null: this is a report, nothing was changed' })),
  createdAt: Nullable(Time),
  finishedAt: Nullable({
    ...Time,
    description: 'null: not applied, or calls of the period that still run are corrected as they end',
  }),
  top: Type.Array(Type.Object({ accountId: Type.String(), accountName: Nullable(Type.String()), ...sums }), {
    description: 'The twenty accounts with the largest differences',
  }),
});
export type ReRatingReport = Static<typeof ReRatingReport>;

export const ReRating = Type.Object({
  id: Type.String(),
  ...common,
  createdBy: Type.String(),
  createdAt: Time,
  finishedAt: Nullable(Time),
});
export type ReRating = Static<typeof ReRating>;

export const ReRatingQuery = Type.Object({ modelId: Type.Optional(Type.String({ maxLength: 100 })) });
export const ReRatingParams = Type.Object({ reRatingId: Type.String() });
