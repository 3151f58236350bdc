import { type Static, Type } from '@sinclair/typebox';
import { accountParams } from '../../lib/account-params.ts';
import { Period } from '../budgets/schemas.ts';
import { Body, CreditsInput, Nullable, OneOf, PageQuery, Time } from '../../lib/schemas.ts';

const Status = OneOf(['active', 'expired', 'revoked']);
const limit = { minimum: 1, maximum: 2_147_483_647 };

const CacheSeconds = Type.Integer({
  minimum: 1,
  maximum: 30 * 24 * 60 * 60,
  description:
    'For how long calls that are exactly the same may get the same answer again. Absent: only calls that ask for it',
});

export const ApiKey = Type.Object({
  id: Type.String(),
  name: Type.String(),
  prefix: Type.String({ description: 'The first characters of the secret, to recognise it by' }),
  projectId: Type.String(),
  projectName: Type.String(),
  models: Nullable(
    Type.Array(Type.Object({ id: Type.String(), name: Type.String() }), {
      description: 'null: every model the account is subscribed to',
    }),
  ),
  rpm: Nullable(Type.Integer({ description: 'Requests a minute' })),
  tpm: Nullable(Type.Integer({ description: 'Tokens a minute' })),
  concurrency: Nullable(Type.Integer({ description: 'Calls at once' })),
  allowedCidrs: Nullable(Type.Array(Type.String())),
  cacheSeconds: Nullable(CacheSeconds),
  status: Status,
  expiresAt: Nullable(Time),
  lastUsedAt: Nullable(Time),
  createdAt: Time,
  revokedAt: Nullable(Time),
});

export const CreatedApiKey = Type.Object({
  apiKey: ApiKey,
  secret: Type.String({ description: 'The key itself: shown now and never again' }),
});

export const NewApiKey = Body({
  name: Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' }),
  projectId: Type.Optional(Type.String({ maxLength: 100, description: 'Default: the default project' })),
  models: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 200 }), {
      minItems: 1,
      maxItems: 200,
      description: 'Ids or names of models the account can see. Absent: every model it is subscribed to',
    }),
  ),
  expiresAt: Type.Optional({ ...Time, description: 'In the future. Absent: it never expires' }),
  rpm: Type.Optional(Type.Integer({ ...limit, description: 'Requests a minute, besides the plan' })),
  tpm: Type.Optional(Type.Integer({ ...limit, description: 'Tokens a minute, besides the plan' })),
  concurrency: Type.Optional(Type.Integer({ ...limit, description: 'Calls at once, besides the plan' })),
  cacheSeconds: Type.Optional(CacheSeconds),
  budget: Type.Optional(
    Body({
      limitCredits: { ...CreditsInput, description: 'The most that calls of the key may cost in a period' },
      period: Period,
    }),
  ),
  allowedCidrs: Type.Optional(
    Type.Array(Type.String({ maxLength: 50 }), {
      minItems: 1,
      maxItems: 50,
      description: 'Addresses and networks (IPv4, IPv6) that may use the key. Absent: any',
      examples: [['10.0.0.0/8', '2001:db8::1']],
    }),
  ),
});
export type NewApiKey = Static<typeof NewApiKey>;

export const ApiKeyParams = Type.Object({
  ...accountParams,
  keyId: Type.String({ description: 'Id of an API key' }),
});
export const ApiKeyQuery = Type.Object({ ...PageQuery, status: Type.Optional(Status) });
