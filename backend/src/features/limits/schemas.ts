import { type Static, Type } from '@sinclair/typebox';
import { Nullable, OneOf, Time } from '../../lib/schemas.ts';

const Amount = Type.String({ description: 'Decimal string in the unit', examples: ['250'] });
const OwnAmount = (description: string) =>
  Nullable({
    ...Amount,
    description: `${description}; null where calls of other accounts count, too, except for admins and auditors`,
  });

export const Limit = Type.Object({
  kind: OneOf(
    ['balance', 'budget', 'quota', 'rate'],
    'balance: the credits of the account; quota: of a subscription; rate: by the minute or at once, of plan or key',
  ),
  scope: OneOf(['platform', 'account', 'member', 'project', 'subscription', 'key', 'model', 'provider']),
  scopeId: Type.String(),
  scopeName: Nullable(Type.String({ description: 'What its owner is called; null for the platform' })),
  budgetId: Nullable(Type.String({ description: 'Of budgets: what to ask an increase for' })),
  unit: OneOf(
    ['credits', 'requests', 'tokens', 'concurrency', 'rpm', 'tpm'],
    'rpm, tpm: requests and tokens a minute; concurrency: calls at once',
  ),
  used: OwnAmount('Decimal string in the unit'),
  held: OwnAmount('What running calls may come to at the most'),
  limit: Amount,
  remaining: OwnAmount('What is left for the next call, never below 0'),
  hasRoom: Type.Boolean({ description: 'Whether anything is left for the next call' }),
  resetsAt: Nullable({ ...Time, description: 'When all of it is there again; null: never, or at any time' }),
});
export type Limit = Static<typeof Limit>;

export const LimitQuery = Type.Object({
  keyId: Type.Optional(
    Type.String({ maxLength: 200, description: 'The key of the next call. Absent: the playground’s' }),
  ),
  modelId: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Id or name of the model of the next call. Absent: only what limits calls of any model',
    }),
  ),
});
