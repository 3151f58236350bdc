import type { Static } from '@sinclair/typebox';
import { errors } from '../../errors.ts';
import { formatPrices } from '../../lib/prices.ts';
import { openSettings } from '../../lib/providers/connection-settings.ts';
import type { Connection } from '../../lib/providers/discovered-model.ts';
import { discoverProviderModels, testProvider } from '../../lib/providers/index.ts';
import { ProviderError } from '../../lib/providers/provider-error.ts';
import type { SecretBox } from '../../lib/secrets.ts';
import type { Db } from '../../lib/sql.ts';
import { findCatalogued, type ProviderRow } from './queries.ts';
import type { DiscoveredModel, ProviderTest } from './schemas.ts';

/** Whether the provider answers; what is wrong with it, or with its stored secret, is in the answer. */
export async function testStoredProvider(
  secretBox: SecretBox,
  provider: ProviderRow,
): Promise<Static<typeof ProviderTest>> {
  const connection = connectionOf(secretBox, provider);
  if (!connection) return { ok: false, latencyMs: 0, error: unreadableSecret };
  return testProvider(connection);
}

/** What the provider serves, each with the catalogue model that has it already. @throws provider_unreachable. */
export async function discoverModels(
  db: Db,
  secretBox: SecretBox,
  provider: ProviderRow,
): Promise<Static<typeof DiscoveredModel>[]> {
  const connection = connectionOf(secretBox, provider);
  if (!connection) throw errors.providerUnreachable(unreadableSecret);
  const found = await discoverProviderModels(connection).catch((cause: unknown) => {
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

const unreadableSecret =
  'The stored API key or headers were encrypted with another secret key: set them again.';

/** The stored provider with its secret in clear; undefined when this installation's key does not open it. */
function connectionOf(secretBox: SecretBox, provider: ProviderRow): Connection | undefined {
  const { kind, base_url: baseUrl, api_key_encrypted: sealed } = provider;
  try {
    const apiKey = sealed && secretBox.decrypt(sealed);
    return { kind, baseUrl, apiKey, settings: openSettings(secretBox, provider) };
  } catch {
    return undefined;
  }
}
