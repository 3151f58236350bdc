import { type Static, Type } from '@sinclair/typebox';
import { providerKinds } from '../../lib/providers/upstream-url.ts';
import { Prices } from '../../lib/prices.ts';
import { Body, Nullable, OneOf, Time } from '../../lib/schemas.ts';

const providerClasses = ['local', 'cloud'] as const;
const Kind = OneOf(providerKinds, 'What the upstream speaks');
const Class = OneOf(providerClasses, 'local: your own machines; cloud: a hosted service');
const Name = Type.String({ minLength: 1, maxLength: 100, pattern: '\\S' });
const BaseUrl = Type.String({
  maxLength: 2000,
  description: 'http or https, with or without a trailing /v1. Not needed for the simulated kind.',
  examples: ['http://127.0.0.1:4000'],
});
const ApiKey = Type.String({
  minLength: 1,
  maxLength: 4096,
  pattern: '^[\\x21-\\x7e]+$',
  description: 'The secret for the upstream; stored encrypted and never shown again',
});
const MaxConcurrency = Type.Integer({ minimum: 1, maximum: 100_000, description: 'Calls at the same time' });
const MaxQueue = Type.Integer({
  minimum: 0,
  maximum: 100_000,
  description: 'Calls that may wait for a place',
});
const OverflowAfter = Type.Integer({
  minimum: 0,
  maximum: 100_000,
  description:
    'With more calls than that waiting, others go to another route of their model, if it has one and the plan allows it. Default: 3',
});
const DailyRequestCap = Type.Integer({
  minimum: 1,
  maximum: 1_000_000_000,
  description: 'Calls it serves a day (UTC); reached, its routes are left out',
});

export const Provider = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Kind,
  baseUrl: Type.String(),
  class: Class,
  hasApiKey: Type.Boolean(),
  maxConcurrency: Nullable(Type.Integer()),
  maxQueue: Nullable(Type.Integer()),
  overflowAfter: Type.Integer(),
  dailyRequestCap: Nullable(Type.Integer({ description: 'null: none' })),
  dailyRequestsUsed: Nullable(Type.Integer({ description: 'Calls it has served today; null without a cap' })),
  enabled: Type.Boolean(),
  modelCount: Type.Integer({ description: 'Models with a route to this provider' }),
  createdAt: Time,
  updatedAt: Time,
});

export const NewProvider = Body({
  name: Name,
  kind: Kind,
  baseUrl: Type.Optional(BaseUrl),
  apiKey: Type.Optional(ApiKey),
  class: Class,
  maxConcurrency: Type.Optional(Nullable(MaxConcurrency)),
  maxQueue: Type.Optional(Nullable(MaxQueue)),
  overflowAfter: Type.Optional(OverflowAfter),
  dailyRequestCap: Type.Optional({
    ...Nullable(DailyRequestCap),
    description: 'Calls it serves a day (UTC). Default: 500 for the class cloud, else none; null: none',
  }),
  enabled: Type.Optional(Type.Boolean()),
});
export type NewProvider = Static<typeof NewProvider>;

export const ProviderChange = Body({
  name: Type.Optional(Name),
  baseUrl: Type.Optional(BaseUrl),
  apiKey: Type.Optional({
    ...Nullable(ApiKey),
    description: 'A string replaces the secret, null removes it',
  }),
  class: Type.Optional(Class),
  maxConcurrency: Type.Optional(Nullable(MaxConcurrency)),
  maxQueue: Type.Optional(Nullable(MaxQueue)),
  overflowAfter: Type.Optional(OverflowAfter),
  dailyRequestCap: Type.Optional({ ...Nullable(DailyRequestCap), description: 'null removes it' }),
  enabled: Type.Optional(Type.Boolean()),
});
export type ProviderChange = Static<typeof ProviderChange>;

export const ProviderTest = Type.Object({
  ok: Type.Boolean(),
  latencyMs: Type.Integer({ description: 'Milliseconds until the answer, or until giving up' }),
  error: Nullable(Type.String({ description: 'What is wrong, in words for the operator' })),
});

export const DiscoveredModel = Type.Object({
  upstreamModel: Type.String(),
  name: Type.String({ description: 'A name to use in the catalogue' }),
  displayName: Nullable(Type.String()),
  description: Nullable(Type.String()),
  contextLength: Nullable(Type.Integer()),
  maxOutputTokens: Nullable(Type.Integer()),
  capabilities: Type.Array(Type.String(), {
    description: 'As the provider says; guessed from the name where it does not',
  }),
  prices: Nullable(Prices),
  modelId: Nullable(Type.String({ description: 'The catalogue model that has this already, if any' })),
});

export const ProviderParams = Type.Object({ providerId: Type.String({ description: 'Id of a provider' }) });
