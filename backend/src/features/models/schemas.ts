import { type Static, Type } from '@sinclair/typebox';
import { Prices, PricesInput } from '../../lib/prices.ts';
import { Body, Nullable, OneOf, PageQuery, Time } from '../../lib/schemas.ts';

const Class = OneOf(['small', 'medium', 'large'], 'Size class; plans are sold by it');
const ProviderClass = OneOf(['local', 'cloud'], 'local when any route is local');
const Visibility = OneOf(
  ['listed', 'restricted', 'hidden'],
  'listed: everybody sees it; restricted and hidden: only accounts with an active subscription',
);
const tokenLimit = { minimum: 1, maximum: 2_147_483_647 };

const modelProperties = {
  id: Type.String(),
  name: Type.String({ description: 'What callers send as `model`' }),
  displayName: Type.String(),
  description: Nullable(Type.String()),
  class: Nullable(Class),
  providerClass: Nullable(ProviderClass),
  providerNames: Type.Array(Type.String()),
  capabilities: Type.Array(Type.String(), {
    description:
      'Known words: chat (also completions and responses), completions, embeddings, moderations, rerank, tools, vision, reasoning, json',
  }),
  contextLength: Nullable(Type.Integer({ description: 'Tokens' })),
  maxOutputTokens: Nullable(Type.Integer()),
  visibility: Visibility,
  autoApprove: Type.Boolean({ description: 'Subscriptions to it, while listed, are active at once' }),
  prices: Nullable(Prices),
};

export const Model = Type.Object(modelProperties);

const Route = Type.Object({
  id: Type.String(),
  providerId: Type.String(),
  providerName: Type.String(),
  upstreamModel: Type.String(),
  order: Type.Integer({ description: 'Lower is tried first' }),
  weight: Type.Integer({ description: 'Share among routes of the same order' }),
});

const adminProperties = {
  ...modelProperties,
  enabled: Type.Boolean(),
  missingPrices: Type.Array(
    OneOf([
      'inputPerMillionCredits',
      'outputPerMillionCredits',
      'perOutputImageCredits',
      'perInputSecondCredits',
      'charactersPerMillionCredits',
    ]),
    {
      description:
        'Prices that its calls need and that are not set, be it to 0: such calls are refused. Embeddings, moderations and rerank need no price of output; images, sound and speech may have one of tokens instead; a price per call covers all',
    },
  ),
  routes: Type.Array(Route),
  fallbackModelId: Nullable(
    Type.String({ description: 'The model that answers where none of the routes can serve' }),
  ),
  createdAt: Time,
  updatedAt: Time,
};

export const AdminModel = Type.Object(adminProperties);

export const ChangedModel = Type.Object({
  ...adminProperties,
  subscriptionsSentBack: Type.Integer({
    description: 'Active subscriptions that this change sent back to pending',
  }),
});

const RouteInput = Type.Object(
  {
    providerId: Type.String({ maxLength: 100 }),
    upstreamModel: Type.String({ minLength: 1, maxLength: 300, description: 'Its name at the provider' }),
    order: Type.Optional(Type.Integer({ minimum: 0, maximum: 1000, description: 'Lower is tried first' })),
    weight: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  },
  { additionalProperties: false },
);

const Name = Type.String({
  minLength: 1,
  maxLength: 150,
  pattern: '^(?!mdl_)[A-Za-z0-9][A-Za-z0-9._:/@+-]*$',
  description: 'What callers send as `model`; unique',
  examples: ['llama3.2:3b'],
});
const RoutesInput = Type.Array(RouteInput, { minItems: 1, maxItems: 20 });
const optionalProperties = {
  displayName: Type.Optional(Type.String({ minLength: 1, maxLength: 150, pattern: '\\S' })),
  description: Type.Optional(Nullable(Type.String({ maxLength: 4000 }))),
  class: Type.Optional(Nullable(Class)),
  visibility: Type.Optional(Visibility),
  autoApprove: Type.Optional(Type.Boolean()),
  contextLength: Type.Optional(Nullable(Type.Integer(tokenLimit))),
  maxOutputTokens: Type.Optional(Nullable(Type.Integer(tokenLimit))),
  capabilities: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 50, pattern: '\\S' }), { maxItems: 50 }),
  ),
  prices: Type.Optional(PricesInput),
  enabled: Type.Optional(Type.Boolean()),
  fallbackModelId: Type.Optional({
    ...Nullable(Type.String({ maxLength: 100 })),
    description:
      'Id of the model that answers where none of the routes can serve, for callers who may call that one too, at its price. Its own fallback is not followed. null: none',
  }),
};

export const NewModel = Body({ name: Name, ...optionalProperties, routes: RoutesInput });
export type NewModel = Static<typeof NewModel>;

export const ModelChange = Body({
  name: Type.Optional(Name),
  ...optionalProperties,
  confirmPriceChange: Type.Optional(
    Type.Boolean({ description: 'true: a price may change more than a hundred times' }),
  ),
  routes: Type.Optional(RoutesInput),
});
export type ModelChange = Static<typeof ModelChange>;

export const ModelParams = Type.Object({
  modelId: Type.String({ description: 'Id or name of a model (a name is URL-encoded)' }),
});

export const CatalogueQuery = Type.Object({
  ...PageQuery,
  search: Type.Optional(
    Type.String({ maxLength: 200, description: 'In name, display name and description' }),
  ),
  capability: Type.Optional(Type.String({ maxLength: 50 })),
  class: Type.Optional(Class),
  providerClass: Type.Optional(ProviderClass),
  sort: Type.Optional(
    OneOf(['name', '-name', 'newest'], 'By display name (the default), the same backwards, or newest first'),
  ),
});
export type CatalogueQuery = Static<typeof CatalogueQuery>;
