import type { Static } from '@sinclair/typebox';
import { type BasicPart, missingParts } from '../../lib/price-list.ts';
import { pricesOfRow } from '../../lib/price-rows.ts';
import { formatPrices } from '../../lib/prices.ts';
import type { ModelRow } from './queries.ts';
import type { AdminModel, Model } from './schemas.ts';

/** A model as the catalogue shows it. */
export function toModel(row: ModelRow): Static<typeof Model> {
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    description: row.description,
    class: row.class,
    providerClass: providerClassOf(row),
    providerNames: [...new Set(row.routes.map(({ providerName }) => providerName))],
    capabilities: row.capabilities,
    contextLength: row.context_length,
    maxOutputTokens: row.max_output_tokens,
    visibility: row.visibility,
    autoApprove: row.auto_approve,
    prices: formatPrices(pricesOfRow(row)),
  };
}

/** A model as admins see it: with its routes and switches. */
export function toAdminModel(row: ModelRow): Static<typeof AdminModel> {
  return {
    ...toModel(row),
    enabled: row.enabled,
    missingPrices: missingPricesOf(row),
    routes: row.routes.map(({ providerClass: _, ...route }) => route),
    fallbackModelId: row.fallback_model_id,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
  };
}

/** What calls of a model are charged by, by what it is for; what is not named here is a chat. */
const chargedFor: Record<string, BasicPart[]> = {
  embeddings: ['inputPerMillion'],
  moderations: ['inputPerMillion'],
  rerank: ['inputPerMillion'],
  images: ['images'],
  transcriptions: ['sound'],
  speech: ['speech'],
};
const ofChats: BasicPart[] = ['inputPerMillion', 'outputPerMillion'];
const chats: ReadonlySet<string> = new Set(['chat', 'completions']);

/** The usual price of each, where there are several ways. */
const usualPrices = {
  inputPerMillion: 'inputPerMillionCredits',
  outputPerMillion: 'outputPerMillionCredits',
  images: 'perOutputImageCredits',
  sound: 'perInputSecondCredits',
  speech: 'charactersPerMillionCredits',
} as const satisfies Record<BasicPart, string>;

function missingPricesOf(row: ModelRow): Static<typeof AdminModel>['missingPrices'] {
  const special = row.capabilities.flatMap((capability) => chargedFor[capability] ?? []);
  const isChat = special.length === 0 || row.capabilities.some((capability) => chats.has(capability));
  const needed = new Set(isChat ? [...ofChats, ...special] : special);
  return missingParts(pricesOfRow(row))
    .filter((part) => needed.has(part))
    .map((part) => usualPrices[part]);
}

function providerClassOf({ routes }: ModelRow): 'local' | 'cloud' | null {
  if (routes.length === 0) return null;
  return routes.some(({ providerClass }) => providerClass === 'local') ? 'local' : 'cloud';
}
