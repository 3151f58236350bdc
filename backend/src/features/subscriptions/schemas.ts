import { type Static, Type } from '@sinclair/typebox';
import { accountParams } from '../../lib/account-params.ts';
import { Body, Nullable, OneOf, PageQuery, Time } from '../../lib/schemas.ts';

const Status = OneOf(['pending', 'active', 'denied', 'suspended', 'cancelled', 'expired']);

const subscriptionProperties = {
  id: Type.String(),
  modelId: Type.String(),
  modelName: Type.String(),
  modelDisplayName: Type.String(),
  status: Status,
  reason: Nullable(Type.String({ description: 'Why it is denied, suspended or pending again' })),
  quota: Type.Object(
    {
      requestsPerMonth: Nullable(Type.Integer({ description: 'null: no limit' })),
      tokensPerMonth: Nullable(Type.Integer({ description: 'null: no limit' })),
      requestsUsed: Type.Integer(),
      tokensUsed: Type.Integer(),
      resetsAt: Time,
    },
    { description: 'What its calls may come to in a month (UTC), and what they have come to in this one' },
  ),
  createdAt: { ...Time, description: 'When the account asked for it last, or was granted it first' },
  updatedAt: Time,
};

export const Subscription = Type.Object(subscriptionProperties);

export const AdminSubscription = Type.Object({
  ...subscriptionProperties,
  accountId: Type.String(),
  accountName: Type.String(),
  userEmail: Nullable(Type.String({ description: 'Of the owner, for a personal account' })),
});

export const NewSubscription = Body({
  modelId: Type.String({ minLength: 1, maxLength: 200, description: 'Id or name of a model' }),
});

const mostInJson = Number.MAX_SAFE_INTEGER;
const Quota = Type.Integer({ minimum: 1, maximum: mostInJson });
export const QuotaChange = Body({
  requestsPerMonth: Type.Optional({ ...Nullable(Quota), description: 'null: no limit' }),
  tokensPerMonth: Type.Optional({ ...Nullable(Quota), description: 'Input and output; null: no limit' }),
});
export type QuotaChange = Static<typeof QuotaChange>;

const Comment = Type.String({ minLength: 1, maxLength: 1000, pattern: '\\S' });
/** A body is optional here: there is nothing that has to be said. */
export const Approval = Nullable(
  Body({ comment: Type.Optional({ ...Comment, description: 'For the audit log' }) }),
);
export const Denial = Body({ comment: { ...Comment, description: 'Shown to the account as the reason' } });

const subscriptionId = Type.String({ description: 'Id of a subscription' });
export const SubscriptionParams = Type.Object({ ...accountParams, subscriptionId });
export const AdminSubscriptionParams = Type.Object({ subscriptionId });
export const GrantParams = Type.Object({ accountId: Type.String({ description: 'Id of any account' }) });
export const AdminSubscriptionQuery = Type.Object({
  ...PageQuery,
  status: Type.Optional(Status),
  accountId: Type.Optional(Type.String({ maxLength: 100, description: 'Of this account only' })),
});
