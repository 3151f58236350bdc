import type { Static } from '@sinclair/typebox';
import { errors } from '../../errors.ts';
import { formatPrices } from '../../lib/prices.ts';
import type { Connection } from '../../lib/providers/discovered-model.ts';
import { discoverProviderModels } from '../../lib/providers/index.ts';
import { ProviderError } from '../../lib/providers/provider-error.ts';
import type { SecretBox } from '../../lib/secrets.ts';
import type { Db } from '../../lib/sql.ts';
import { findCatalogued, type ProviderRow } from './queries.ts';
import type { DiscoveredModel } from './schemas.ts';

/** What the provider serves, each with the catalogue model that has it already. @throws provider_unreachable. */
export async function discoverModels(
  db: Db,
  secretBox: SecretBox,
  provider: ProviderRow,
): Promise<Static<typeof DiscoveredModel>[]> {
  const found = await discoverProviderModels(connectionOf(secretBox, provider)).catch((cause: unknown) => {
    throw cause instanceof ProviderError ? errors.providerUnreachable(cause.message) : cause;
  });
  const names = found.map(({ upstreamModel }) => upstreamModel);
  const catalogued = await findCatalogued(db, provider.id, names);
  const modelIds = new Map(catalogued.map((row) => [row.upstream_model, row.model_id]));
  return found.map((model) => ({
    ...model,
    prices: model.prices && formatPrices(model.prices),
    modelId: modelIds.get(model.upstreamModel) ?? null,
  }));
}

/** A stored provider as the outside calls want it: with its secret in clear. */
export function connectionOf(secretBox: SecretBox, provider: ProviderRow): Connection {
  const sealed = provider.api_key_encrypted;
  return {
    kind: provider.kind,
    baseUrl: provider.base_url,
    apiKey: sealed && secretBox.decrypt(sealed),
  };
}
