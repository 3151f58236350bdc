import { type Static, Type } from '@sinclair/typebox';
import { Body, Nullable, OneOf, PageQuery, Time } from '../../lib/schemas.ts';

const units = ['credits', 'requests', 'tokens'] as const;
export const Period = OneOf(
  ['minute', 'day', 'week', 'month', 'total'],
  'minute: on the clock, the same in every time zone; total: it never resets',
);
export type Period = Static<typeof Period>;
const Unit = OneOf(units, 'tokens: input and output together');
const AccountScope = OneOf(['account', 'member', 'project', 'subscription', 'key', 'model']);
const PlatformScope = OneOf(['platform', 'provider', 'model']);
export type Scope = Static<typeof AccountScope> | Static<typeof PlatformScope>;
const OnExceed = OneOf(
  ['block', 'alert', 'fallback', 'kill'],
  'What happens at the limit: calls are refused, nothing, calls go to fallbackModelId where that fits, or the scope (an account, project or key, the platform, or one of its providers or models) is stopped until somebody lifts the kill switch',
);
/** Amounts are decimal strings in the unit of the budget. */
const Amount = Type.String({ description: 'Decimal string in the unit of the budget', examples: ['250'] });
export const AmountInput = Type.String({
  pattern: '^\\d{1,12}(\\.\\d{1,6})?$',
  description: 'Decimal string, above 0; whole for requests and tokens',
  examples: ['250'],
});

const windowFields = {
  timeZone: Type.Optional(
    Type.String({
      maxLength: 100,
      description: 'IANA name. Default: that of the owner of the account; for platform budgets UTC',
      examples: ['Asia/Kuwait'],
    }),
  ),
  weekStartsOn: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 7, description: 'Of weeks: 1 = Monday (default) … 7 = Sunday' }),
  ),
  anchorDay: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 31,
      description: 'Of months: the day they start on, in shorter ones the last day. Default 1',
    }),
  ),
};

const Thresholds = Type.Array(Type.Integer({ minimum: 1, maximum: 1000 }), {
  maxItems: 10,
  uniqueItems: true,
  description: 'Percentages of the limit that raise an alert, once in each window. Default 50, 80, 100',
});
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const FallbackModelId = Type.String({
  minLength: 1,
  maxLength: 200,
  description: 'Id or name of a model; needed with onExceed fallback, and only there',
});

const newBudgetFields = {
  unit: Unit,
  limit: AmountInput,
  period: Period,
  ...windowFields,
  thresholds: Type.Optional(Thresholds),
  onExceed: Type.Optional({ ...OnExceed, default: 'block' }),
  fallbackModelId: Type.Optional(FallbackModelId),
  name: Type.Optional(Name),
};
export const NewAccountBudget = Body({
  scope: AccountScope,
  scopeId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Id of the user, project, subscription, key or model; not needed for the account itself',
    }),
  ),
  ...newBudgetFields,
});
export const NewPlatformBudget = Body({
  scope: PlatformScope,
  scopeId: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Id of the provider or model; not needed for the platform itself',
    }),
  ),
  ...newBudgetFields,
});
export type NewBudget = Omit<Static<typeof NewAccountBudget>, 'scope'> & { scope: Scope };

export const BudgetChange = Body({
  limit: Type.Optional({
    ...AmountInput,
    description: 'The new limit, from now on; it ends a temporary increase',
  }),
  thresholds: Type.Optional(Thresholds),
  onExceed: Type.Optional(OnExceed),
  fallbackModelId: Type.Optional(FallbackModelId),
  name: Type.Optional(Nullable(Name)),
});
export type BudgetChange = Static<typeof BudgetChange>;

export const Budget = Type.Object({
  id: Type.String(),
  scope: OneOf(['platform', 'account', 'member', 'project', 'subscription', 'key', 'model', 'provider']),
  scopeId: Type.String({ description: 'Whose calls it counts; `platform` for the platform' }),
  scopeName: Nullable(Type.String({ description: 'What that is called; null when it is gone' })),
  name: Nullable(Type.String()),
  unit: Unit,
  limit: Amount,
  temporaryIncrease: Nullable(
    Type.Object(
      { limit: Amount, until: Time },
      { description: 'The limit that holds until then, in place of `limit`' },
    ),
  ),
  period: Period,
  timeZone: Type.String(),
  weekStartsOn: Nullable(Type.Integer({ description: 'Of weeks: 1 = Monday' })),
  anchorDay: Nullable(Type.Integer({ description: 'Of months' })),
  thresholds: Type.Array(Type.Integer()),
  onExceed: OnExceed,
  fallbackModelId: Nullable(Type.String()),
  used: { ...Amount, description: 'What finished calls came to in the current window' },
  held: { ...Amount, description: 'What running calls may come to at the most' },
  remaining: { ...Amount, description: 'What is left for new calls; never below 0' },
  percentage: Type.Integer({ description: 'Used, of the limit that holds now, rounded down' }),
  status: OneOf(
    ['ok', 'warning', 'exceeded'],
    'warning: the first threshold is reached; exceeded: the limit is',
  ),
  windowStart: Nullable({ ...Time, description: 'Null: since ever' }),
  windowEnd: Nullable({ ...Time, description: 'When it resets; null: never' }),
  resetAt: Nullable({
    ...Time,
    description: 'When it was reset by hand in this window: it counts from then',
  }),
  pendingIncreaseRequests: Type.Integer({ description: 'Requests for an increase that wait for an answer' }),
  createdBy: Nullable(Type.String({ description: 'Id of a user' })),
  createdAt: Time,
  updatedAt: Time,
});
export type Budget = Static<typeof Budget>;

export const BudgetQuery = Type.Object({
  ...PageQuery,
  scope: Type.Optional(Budget.properties.scope),
  scopeId: Type.Optional(Type.String({ maxLength: 200 })),
});

export const PreviewQuery = Type.Object({ period: { ...Period, default: 'month' }, ...windowFields });
export const Preview = Type.Object({
  period: Period,
  timeZone: Type.String(),
  windowStart: Nullable(Time),
  resets: Type.Array(Time, { description: 'The next five; none where it never resets' }),
});

export const BudgetAlert = Type.Object({
  id: Type.String(),
  budgetId: Type.String(),
  budgetName: Nullable(Type.String()),
  scope: Budget.properties.scope,
  scopeId: Type.String(),
  scopeName: Budget.properties.scopeName,
  unit: Unit,
  threshold: Type.Integer({ description: 'Percentage of the limit that was reached' }),
  used: Amount,
  limit: Amount,
  createdAt: Time,
});
export type BudgetAlert = Static<typeof BudgetAlert>;

export const budgetId = Type.String({ description: 'Id of a budget' });
