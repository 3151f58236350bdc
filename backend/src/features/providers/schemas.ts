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
  description:
    'http or https, with or without a trailing /v1. Needed for litellm and openai-compatible; of the other kinds it is known where they usually are.',
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

const Milliseconds = (maximum: number, description: string) =>
  Type.Optional(Nullable(Type.Integer({ minimum: 100, maximum, description })));
const hourMs = 3_600_000;
const HeaderValue = Type.String({ minLength: 1, maxLength: 4096, pattern: '^[\\x20-\\x7e]*[\\x21-\\x7e]$' });

const connectionProperties = {
  headers: Type.Optional(
    Type.Record(Type.String({ pattern: "^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$" }), Nullable(HeaderValue), {
      maxProperties: 20,
      additionalProperties: false,
      description:
        'Headers that go with every request to it, by name. Values are stored encrypted and never shown again; null removes one, and those that are not named stay',
    }),
  ),
  organization: Type.Optional(
    Nullable(
      Type.String({ maxLength: 200, pattern: '^[\\x21-\\x7e]+$', description: 'OpenAI-Organization' }),
    ),
  ),
  project: Type.Optional(
    Nullable(Type.String({ maxLength: 200, pattern: '^[\\x21-\\x7e]+$', description: 'OpenAI-Project' })),
  ),
  caCertificates: Type.Optional(
    Nullable(
      Type.String({
        maxLength: 200_000,
        description: 'Certificates of authorities that are trusted beside the usual ones, in PEM form',
      }),
    ),
  ),
  proxyUrl: Type.Optional(
    Nullable(
      Type.String({
        maxLength: 2000,
        description:
          'HTTP proxy that leads to it (CONNECT). A user and password in it are stored encrypted and never shown',
        examples: ['http://proxy.example.org:3128'],
      }),
    ),
  ),
  connectTimeoutMs: Milliseconds(60_000, 'How long connecting may take; null: 5 seconds'),
  firstByteTimeoutMs: Milliseconds(hourMs, 'How long its answer may take to begin; null: 10 minutes'),
  idleTimeoutMs: Milliseconds(hourMs, 'How long it may be silent within an answer; null: 5 minutes'),
  totalTimeoutMs: Milliseconds(24 * hourMs, 'How long a call may take in all; null: one hour'),
  contextLength: Type.Optional(
    Nullable(
      Type.Integer({
        minimum: 256,
        maximum: 100_000_000,
        description:
          'Ollama alone: the context that models are loaded with for chats, in tokens. A call that does not fit is refused there, not cut off. null: as it is set up there, where more is cut off in silence',
      }),
    ),
  ),
  keepAliveSeconds: Type.Optional(
    Nullable(
      Type.Integer({
        minimum: -1,
        maximum: 31_536_000,
        description:
          'Ollama alone: how long a model stays loaded after a chat; -1: for good. null: as it is set up there, usually 5 minutes',
      }),
    ),
  ),
};

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
  headerNames: Type.Array(Type.String(), {
    description: 'Headers that go with every request, without their values',
  }),
  organization: Nullable(Type.String()),
  project: Nullable(Type.String()),
  caCertificates: Nullable(Type.String({ description: 'PEM' })),
  proxyUrl: Nullable(Type.String({ description: 'Without its user and password' })),
  hasProxyCredentials: Type.Boolean(),
  connectTimeoutMs: Nullable(Type.Integer()),
  firstByteTimeoutMs: Nullable(Type.Integer()),
  idleTimeoutMs: Nullable(Type.Integer()),
  totalTimeoutMs: Nullable(Type.Integer()),
  contextLength: Nullable(Type.Integer()),
  keepAliveSeconds: Nullable(Type.Integer()),
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
  ...connectionProperties,
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
  ...connectionProperties,
  enabled: Type.Optional(Type.Boolean()),
});
export type ProviderChange = Static<typeof ProviderChange>;

/** What both say of how a provider is reached. */
export type ConnectionChange = Pick<ProviderChange, keyof typeof connectionProperties>;

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
