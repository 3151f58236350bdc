import { type Static, Type } from '@sinclair/typebox';
import { Body, Credits, Nullable, OneOf, SignedCreditsInput, Time } from '../../lib/schemas.ts';

const Grant = Type.Object({
  id: Type.String(),
  kind: OneOf(['promotional', 'purchase', 'plan', 'adjustment'], 'Where the credits come from'),
  description: Type.String(),
  amountCredits: Credits,
  remainingCredits: { ...Credits, description: 'What calls have not used of it yet' },
  createdAt: Time,
});

export const AccountCredits = Type.Object({
  balanceCredits: {
    ...Credits,
    description: 'Granted minus used; below zero after a call that cost more than it held',
  },
  heldCredits: { ...Credits, description: 'Reserved by calls that run now' },
  availableCredits: { ...Credits, description: 'What new calls may use: the balance without what is held' },
  grants: Type.Array(Grant, { description: 'The newest first, used up ones too' }),
});
export type AccountCredits = Static<typeof AccountCredits>;

export const LedgerTransaction = Type.Object({
  id: Type.String(),
  kind: OneOf(['usage', 'grant', 'adjustment']),
  description: Type.String(),
  amountCredits: {
    ...Credits,
    description: 'What the balance changed by: below zero for usage',
    examples: ['-2.5'],
  },
  callCount: Nullable(Type.Integer({ description: 'How many calls it pays; null when it pays none' })),
  createdAt: Time,
});

export const NewAdjustment = Body({
  amountCredits: {
    ...SignedCreditsInput,
    description: 'Credits to give or, with a minus, to take; up to 6 places, not zero',
  },
  reason: Type.String({
    minLength: 3,
    maxLength: 500,
    pattern: '\\S[\\s\\S]+\\S',
    description: '3 to 500 characters, shown to the account in its ledger and kept in the audit log',
  }),
});
export type NewAdjustment = Static<typeof NewAdjustment>;

export const IdempotencyHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({ maxLength: 255, description: 'Required: the same key moves the credits once' }),
  ),
});

export const Adjusted = Type.Object({
  ledgerTransactionId: Type.String(),
  balanceCredits: { ...Credits, description: 'The balance after the adjustment' },
});

export const Verification = Type.Object({
  ok: Type.Boolean({ description: 'Whether every check is' }),
  checks: Type.Array(
    Type.Object({
      name: Type.String(),
      ok: Type.Boolean(),
      detail: Type.String({ description: 'What holds, or how many faults there are and the first of them' }),
    }),
  ),
});
export type Verification = Static<typeof Verification>;
