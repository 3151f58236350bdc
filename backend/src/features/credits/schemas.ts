import { type Static, Type } from '@sinclair/typebox';
import {
  Body,
  Credits,
  CreditsInput,
  Nullable,
  OneOf,
  PageQuery,
  Reason,
  SignedCreditsInput,
  Time,
} from '../../lib/schemas.ts';
import { grantKinds } from './grant-queries.ts';
import { ledgerKinds } from './queries.ts';

const modelIds = Type.Array(Type.String({ maxLength: 100 }), {
  minItems: 1,
  maxItems: 100,
  uniqueItems: true,
  description: 'The models it pays for',
});

export const Grant = Type.Object({
  id: Type.String(),
  kind: OneOf(grantKinds, 'Where the credits come from'),
  description: Type.String(),
  status: OneOf(
    ['active', 'used', 'expired', 'revoked'],
    'Of an expired or revoked one, calls that ran then may still use what they hold',
  ),
  priority: Type.Integer({ description: 'Lower numbers pay first' }),
  expiresAt: Nullable({ ...Time, description: 'Calls from then on are not paid by it; null: never' }),
  modelIds: Nullable(modelIds),
  models: Nullable(Type.Array(Type.Object({ id: Type.String(), name: Type.String() }))),
  amountCredits: Credits,
  usedCredits: { ...Credits, description: 'What it has paid' },
  lapsedCredits: { ...Credits, description: 'What nobody can use any more, since it expired or was revoked' },
  remainingCredits: { ...Credits, description: 'Neither used nor lapsed' },
  createdAt: Time,
});
export type Grant = Static<typeof Grant>;

export const NewGrant = Body({
  amountCredits: { ...CreditsInput, description: 'More than zero, up to 6 places' },
  kind: OneOf(['promotional', 'purchase', 'plan'], 'Given (promotional), or paid for'),
  description: Type.String({
    minLength: 1,
    maxLength: 500,
    pattern: '\\S',
    description: 'What it is for, shown to the account',
  }),
  priority: Type.Integer({
    minimum: -1000,
    maximum: 1000,
    default: 0,
    description: 'Lower numbers pay first',
  }),
  expiresAt: Type.Optional(
    Nullable({ ...Time, description: 'In the future; left out or null: it never expires' }),
  ),
  modelIds: Type.Optional(Nullable({ ...modelIds, description: 'Left out or null: any model' })),
});
export type NewGrant = Static<typeof NewGrant>;

export const AccountCredits = Type.Object({
  balanceCredits: {
    ...Credits,
    description:
      'All that was granted, less what was used or has lapsed; below zero after a call that cost more than it held',
  },
  heldCredits: { ...Credits, description: 'Reserved by calls that run now' },
  availableCredits: { ...Credits, description: 'What new calls of any model may use' },
  restrictedCredits: {
    ...Credits,
    description: 'What new calls of some models may use besides: see the grants',
  },
  grants: Type.Array(Grant, { description: 'The newest first, used up and ended ones too' }),
});
export type AccountCredits = Static<typeof AccountCredits>;

export const LedgerTransaction = Type.Object({
  id: Type.String(),
  kind: OneOf(
    ledgerKinds,
    'expiry: what was left of a grant; reversal and correction: what calls had cost, and cost after their price was corrected',
  ),
  description: Type.String(),
  amountCredits: {
    ...Credits,
    description: 'What the balance changed by: below zero for usage and for credits that expired',
    examples: ['-2.5'],
  },
  callCount: Nullable(Type.Integer({ description: 'How many calls it pays; null when it pays none' })),
  createdAt: Time,
});

const reason = Reason('3 to 500 characters, shown to the account in its ledger and kept in the audit log');

const period = {
  from: Type.Optional({ ...Time, description: 'Booked at or after this time' }),
  to: Type.Optional({ ...Time, description: 'Booked before this time' }),
};

export const LedgerQuery = Type.Object({ ...PageQuery, ...period, kind: Type.Optional(OneOf(ledgerKinds)) });

export const StatementQuery = Type.Object({
  from: { ...period.from, description: 'Booked at or after this time; left out: since the account exists' },
  to: { ...period.to, description: 'Booked before this time; left out: until now' },
  format: { ...OneOf(['csv']), default: 'csv' as const },
});

export const NewAdjustment = Body({
  amountCredits: {
    ...SignedCreditsInput,
    description: 'Credits to give or, with a minus, to take; up to 6 places, not zero',
  },
  reason,
});
export type NewAdjustment = Static<typeof NewAdjustment>;

export const GrantParams = Type.Object({
  accountId: Type.String({ description: 'Id of any account' }),
  grantId: Type.String(),
});
export const Revocation = Body({ reason });

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
