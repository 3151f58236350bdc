import { type Static, Type } from '@sinclair/typebox';
import { accountParams } from '../../lib/account-params.ts';
import { candidateFates, fallbackReasons } from '../../lib/call-decisions.ts';
import { Prices } from '../../lib/prices.ts';
import { Credits, Nullable, OneOf, PageQuery, Time } from '../../lib/schemas.ts';

/** Counts are bigint here and plain integers in JSON. */
const Count = (description?: string) =>
  Type.Unsafe<bigint>({ type: 'integer', ...(description && { description }) });

const Outcome = OneOf(
  ['success', 'error', 'aborted', 'orphaned'],
  'aborted: the caller went away; orphaned: the instance died, the cost is what is known',
);
export type Outcome = Static<typeof Outcome>;

const Part = (description: string) => Type.Optional(Type.Integer({ minimum: 1, description }));

export const TokenDetails = Type.Object(
  {
    cacheWriteTokens: Part('Of the input: written to a cache'),
    longCacheWriteTokens: Part('Of the input: written to a cache that is kept for an hour'),
    audioInputTokens: Part('Of the input: audio'),
    imageInputTokens: Part('Of the input: images'),
    reasoningTokens: Part('Of the output: thinking'),
    audioOutputTokens: Part('Of the output: audio'),
    imageOutputTokens: Part('Of the output: images'),
    images: Part('Images in the request'),
    outputImages: Part('Images in the answer'),
    inputSeconds: Part('Begun seconds of sound in the request'),
    outputSeconds: Part('Begun seconds of speech in the answer'),
    characters: Part('Characters of a text that is spoken'),
  },
  {
    description:
      'What the counts consist of besides cached input: each token is in one part at most, and absent parts are nothing. Images, seconds and characters are no tokens',
  },
);

export const UsageRecord = Type.Object({
  id: Type.String(),
  requestId: Type.String(),
  createdAt: Time,
  keyId: Nullable(Type.String({ description: 'null: called with a sign-in, from the playground' })),
  userId: Nullable(Type.String()),
  projectId: Type.String(),
  modelId: Type.String(),
  modelName: Type.String(),
  providerName: Nullable(Type.String()),
  surface: Type.String(),
  stream: Type.Boolean(),
  status: Type.Integer({ description: 'HTTP status the caller got' }),
  outcome: Outcome,
  errorCode: Nullable(Type.String()),
  inputTokens: Count('All of the input, whatever it consists of'),
  cachedInputTokens: Count('Part of inputTokens'),
  outputTokens: Count('All of the output, thinking included'),
  tokenDetails: Nullable(TokenDetails),
  estimated: Type.Boolean({ description: 'The provider sent no usage: tokens were counted here' }),
  costCredits: { ...Credits, description: 'What the call costs, after a correction where there is one' },
  correction: Nullable(
    Type.Object(
      {
        originalCostCredits: Credits,
        reason: Type.String(),
        correctedAt: Time,
      },
      { description: 'What was corrected about the cost, the last time it was' },
    ),
  ),
  heldCredits: { ...Credits, description: 'Worst case that was reserved before the call' },
  price: Nullable({ ...Prices, description: 'What it was rated by, after a correction of the price' }),
  latencyMs: Nullable(
    Type.Integer({ description: 'First byte in to last byte out; null when not measured' }),
  ),
  firstTokenMs: Nullable(Type.Integer()),
  cacheHit: Type.Boolean(),
});

const Candidate = Type.Object({
  modelName: Type.String(),
  providerName: Type.String(),
  upstreamModel: Type.Optional(Type.String({ description: 'Its name there; for admins and auditors only' })),
  order: Type.Integer({ description: 'Lower is tried first' }),
  fate: OneOf(
    candidateFates,
    'served: it answered; failed: it was asked and did not; breaker_open, queue_full, queue_timeout: not asked, since it keeps failing or is busy; crowded: too many wait there; daily_cap: what it may serve a day is used up; stopped: by a kill switch; not_in_plan: a cloud provider; other_origin: it has not made the response that the call goes on from; not_needed: another one came first',
  ),
});

const Attempt = Type.Object({
  candidate: Type.Integer({ minimum: 0, description: 'Which of the candidates, from 0' }),
  ms: Type.Integer({ minimum: 0, description: 'How long it took, with the wait for a slot' }),
  status: Nullable(Type.Integer({ description: 'HTTP status of the provider, where that was an error' })),
  errorCode: Nullable(Type.String({ description: 'What came of it; null: an answer' })),
});

const Decision = Type.Object(
  {
    candidates: Type.Array(Candidate),
    attempts: Type.Array(Attempt, { description: 'One after the other' }),
    askedFor: Nullable(
      Type.Object(
        {
          modelName: Type.String(),
          reason: OneOf(
            fallbackReasons,
            'budget: a budget without room fell back; unavailable: none of its routes could serve',
          ),
          requestId: Nullable(Type.String({ description: 'Its own usage record, where it has one' })),
        },
        { description: 'The model that was asked for, where another one answered' },
      ),
    ),
  },
  {
    description:
      'Which routes there were, and what became of each. null: the first one took the call at once and answered',
  },
);

export const UsageCall = Type.Object({
  ...UsageRecord.properties,
  routing: Nullable(Decision),
  fallbackRequestId: Nullable(
    Type.String({ description: 'The call of the model that answered in place of this one' }),
  ),
  keepsTexts: Type.Boolean({ description: 'What was sent and answered is kept: see …/texts' }),
});

const Totals = Type.Object({
  requests: Count(),
  errors: Count('Calls that failed or lost their instance'),
  inputTokens: Count(),
  outputTokens: Count(),
  costCredits: Credits,
  averageLatencyMs: Nullable(Type.Integer({ description: 'Over measured calls only' })),
  successRate: Nullable(Type.Number({ description: 'Calls without error, 0 to 1; null without calls' })),
});

const Group = Type.Object({
  hour: Type.Optional({ ...Time, description: 'When an hour of the time zone asked for begins' }),
  day: Type.Optional(Type.String({ format: 'date', description: 'A day of the time zone asked for' })),
  modelId: Type.Optional(Type.String()),
  modelName: Type.Optional(Type.String()),
  keyId: Type.Optional(Nullable(Type.String())),
  keyName: Type.Optional(Nullable(Type.String())),
  projectId: Type.Optional(Type.String()),
  projectName: Type.Optional(Nullable(Type.String())),
  outcome: Type.Optional(Outcome),
  requests: Count(),
  errors: Count(),
  inputTokens: Count(),
  outputTokens: Count(),
  costCredits: Credits,
});

export const Summary = Type.Object({
  from: Time,
  to: Time,
  data: Type.Array(Group),
  totals: Totals,
  previous: { ...Totals, description: 'Totals of the period of the same length before' },
});

const filters = {
  from: Type.Optional({ ...Time, description: 'Calls at or after this time' }),
  to: Type.Optional({ ...Time, description: 'Calls before this time' }),
  modelId: Type.Optional(Type.String({ maxLength: 100 })),
  keyId: Type.Optional(Type.String({ maxLength: 100 })),
  outcome: Type.Optional(Outcome),
};

export const UsageQuery = Type.Object({ ...PageQuery, ...filters });
export type UsageQuery = Static<typeof UsageQuery>;

const word = '(hour|day|model|key|project|outcome)';
export const SummaryQuery = Type.Object({
  ...filters,
  groupBy: Type.String({
    pattern: `^${word}(,${word})?$`,
    default: 'day',
    description: 'One or two of hour, day, model, key, project, outcome, separated by a comma',
  }),
  timeZone: Type.String({
    maxLength: 64,
    default: 'UTC',
    description: 'IANA time zone of the hours and days',
    examples: ['Asia/Kuwait'],
  }),
});
export type SummaryQuery = Static<typeof SummaryQuery>;

export const UsageParams = Type.Object({
  ...accountParams,
  requestId: Type.String({ description: 'x-request-id of a call' }),
});
