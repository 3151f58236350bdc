import { Type } from '@sinclair/typebox';

/** What a caller may say of a call beside its body, as the documentation shows it: the pipeline reads and checks it. */
export const callHeaders = Type.Object({
  'idempotency-key': Type.Optional(
    Type.String({
      maxLength: 255,
      description:
        'Calls of an API key with the same one are made and charged once: who calls again within 24 hours gets the answer of the first',
    }),
  ),
  'x-max-cost-credits': Type.Optional(
    Type.String({
      description:
        'The most the call may cost: its answer is bounded to what that pays for; 402 max_cost_exceeded where not even the smallest fits',
      examples: ['0.25'],
    }),
  ),
  'x-litemaas-queue-timeout-ms': Type.Optional(
    Type.String({
      description:
        'How long the call may wait in the line of a busy provider (0: not at all; at most two minutes); then another route is tried, or the answer is 503 with Retry-After',
      examples: ['2000'],
    }),
  ),
  'x-litemaas-session': Type.Optional(
    Type.String({
      description:
        'Calls of an API key with the same one go to the same provider while it is well, so that its prompt cache is of use. prompt_cache_key in the body does the same, and comes first',
    }),
  ),
  'x-litemaas-lower-max-tokens': Type.Optional(
    Type.String({
      description: '`false`: refuse the call rather than bound its answer to what can be paid',
    }),
  ),
});
