import { type Static, Type } from '@sinclair/typebox';
import { Body, Nullable, OneOf, Reason, Time } from '../../lib/schemas.ts';
import { AmountInput } from '../budgets/schemas.ts';

export const NewIncreaseRequest = Body({
  limit: { ...AmountInput, description: 'The limit that is asked for, above the one that holds now' },
  reason: Reason(undefined, 1000),
  periods: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 24,
      description: 'For how many windows, the current one first. Absent: for good',
    }),
  ),
});
export type NewIncreaseRequest = Static<typeof NewIncreaseRequest>;

/** A body is optional here: there is nothing that has to be said. */
export const IncreaseDecision = Nullable(
  Body({
    comment: Type.Optional(
      Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S', description: 'Shown to who asked' }),
    ),
  }),
);

export const IncreaseRequest = Type.Object({
  id: Type.String(),
  budgetId: Type.String(),
  accountId: Type.String({ description: 'Whose member asks' }),
  requestedBy: Type.String({ description: 'Id of a user' }),
  requestedByName: Type.String({ description: 'Name, or e-mail' }),
  limit: Type.String({ description: 'Decimal string in the unit of the budget' }),
  periods: Nullable(Type.Integer({ description: 'null: for good' })),
  reason: Type.String(),
  status: OneOf(['pending', 'approved', 'denied']),
  comment: Nullable(Type.String()),
  decidedBy: Nullable(Type.String()),
  decidedAt: Nullable(Time),
  createdAt: Time,
});
export type IncreaseRequest = Static<typeof IncreaseRequest>;

export const increaseRequestId = Type.String({ description: 'Id of a request for an increase' });
