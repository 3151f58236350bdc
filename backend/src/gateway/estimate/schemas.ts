import { type Static, Type } from '@sinclair/typebox';
import { Credits, Nullable, OneOf, Time } from '../../lib/schemas.ts';
import { errorReply } from '../schemas.ts';

export const estimateRequest = Type.Object({
  endpoint: Type.Optional(
    Type.String({ description: 'Where the call would go', default: '/v1/chat/completions' }),
  ),
  body: Type.Object({}, { additionalProperties: true, description: 'The request as it would be sent there' }),
});

const OwnAmount = (description: string) =>
  Nullable(Type.String({ description: `${description}; null where calls of other accounts count, too` }));

const Binding = Type.Object({
  scope: OneOf(['platform', 'account', 'member', 'project', 'subscription', 'key', 'model', 'provider']),
  scope_id: Type.String(),
  budget_id: Nullable(Type.String()),
  unit: OneOf(['credits', 'requests', 'tokens', 'concurrency', 'rpm', 'tpm']),
  used: OwnAmount('Decimal string in the unit'),
  held: OwnAmount('What running calls may come to at the most'),
  limit: Type.String({ description: 'Decimal string in the unit' }),
  resets_at: Nullable({ ...Time, description: 'When all of it is there again; null: never, or at any time' }),
  room: OwnAmount('What is left, never below 0'),
  has_room: Type.Boolean({ description: 'Whether the call has room in it as it was asked for' }),
});
export type Binding = Static<typeof Binding>;

const Tokens = (description: string) => Type.Integer({ description });

export const estimateReply = Type.Object({
  model: Type.String({ description: 'Which would answer: another one where a budget falls back' }),
  provider_class: OneOf(['local', 'cloud'], 'Of the provider that would be tried first'),
  input_tokens_most: Tokens('What would be held for'),
  input_tokens_likely: Tokens('Of the texts, at four bytes a token'),
  output_tokens_most: Tokens('What would be held for, in all answers together'),
  output_tokens_likely: Tokens('What the expected cost counts with'),
  output_likely_from: OneOf(
    ['recent_calls', 'rule'],
    'recent_calls: the median of the account’s last calls of the model; rule: 256 an answer, where there are none',
  ),
  worst_case_credits: Credits,
  expected_credits: Credits,
  lowered: Type.Optional(
    Type.Object({ max_tokens: Type.Integer() }, { description: 'The answer would be bounded to this' }),
  ),
  would_bind: Type.Array(Binding, {
    description: 'Every limit that the call would have to keep, the one first that would refuse it first',
  }),
  allowed: Type.Boolean({ description: 'Whether there is room for the call right now, lowered or not' }),
  error: Type.Optional(
    Type.Object(
      { status: Type.Integer(), ...errorReply.properties.error.properties },
      { description: 'What the call would be refused with' },
    ),
  ),
});
export type EstimateReply = Static<typeof estimateReply>;
