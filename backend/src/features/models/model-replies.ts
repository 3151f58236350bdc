import type { Static } from '@sinclair/typebox';
import { missingParts } from '../../lib/price-list.ts';
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

/** What models are for whose answers have no tokens of their own, and whose answers have. */
const withoutOutput: ReadonlySet<string> = new Set(['embeddings', 'moderations', 'rerank']);
const withOutput: ReadonlySet<string> = new Set(['chat', 'completions']);

function missingPricesOf(row: ModelRow): Static<typeof AdminModel>['missingPrices'] {
  const saysNothing = row.capabilities.some((capability) => withoutOutput.has(capability));
  const isInputOnly = saysNothing && !row.capabilities.some((capability) => withOutput.has(capability));
  return missingParts(pricesOfRow(row))
    .filter((part) => !(isInputOnly && part === 'outputPerMillion'))
    .map((part) => `${part}Credits` as const);
}

function providerClassOf({ routes }: ModelRow): 'local' | 'cloud' | null {
  if (routes.length === 0) return null;
  return routes.some(({ providerClass }) => providerClass === 'local') ? 'local' : 'cloud';
}
