import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { isPriced } from '../../lib/price-list.ts';
import { type PriceColumns, pricesOfRow, selectPrice } from '../../lib/price-rows.ts';
import type { ProviderKind } from '../../lib/providers/upstream-url.ts';
import type { SecretBox } from '../../lib/secrets.ts';
import { query } from '../../lib/sql.ts';
import { type Price, toPrice } from '../../lib/call-cost.ts';
import { loadSharedMeters, type MeterRef } from './meters.ts';

export type Provider = {
  id: string;
  name: string;
  kind: ProviderKind;
  baseUrl: string;
  apiKey: string | null;
  class: 'local' | 'cloud';
  maxConcurrency: number | null;
  maxQueue: number | null;
  /** With more calls than that waiting, others go elsewhere. */
  overflowAfter: number;
  /** Changes when the provider's settings do: what is kept per provider is made anew then. */
  revision: string;
};

export type Route = { provider: Provider; upstreamModel: string; order: number; weight: number };

export type Model = {
  id: string;
  name: string;
  class: 'small' | 'medium' | 'large' | null;
  visibility: 'listed' | 'restricted' | 'hidden';
  contextLength: number | null;
  maxOutputTokens: number | null;
  createdAt: Date;
  price: Price | null;
  routes: Route[];
};

export type Catalogue = {
  modelsByName: Map<string, Model>;
  modelsById: Map<string, Model>;
  /** Meters that calls of all accounts move: the platform's, models' and providers'. */
  meters: MeterRef[];
};

type ModelRow = PriceColumns & {
  id: string;
  name: string;
  class: Model['class'];
  visibility: Model['visibility'];
  context_length: number | null;
  max_output_tokens: number | null;
  created_at: Date;
  price_id: bigint | null;
};
type RouteRow = {
  model_id: string;
  provider_id: string;
  upstream_model: string;
  order: number;
  weight: number;
};
type ProviderRow = {
  id: string;
  name: string;
  kind: Provider['kind'];
  base_url: string;
  api_key_encrypted: Buffer | null;
  class: Provider['class'];
  max_concurrency: number | null;
  max_queue: number | null;
  overflow_after: number;
};

/** Reads what can be called right now: enabled models with their newest price and their routes to enabled providers. */
export async function loadCatalogue(
  db: pg.Pool,
  secretBox: SecretBox,
  log: FastifyBaseLogger,
): Promise<Catalogue> {
  const [modelRows, routeRows, providerRows, meters] = await Promise.all([
    selectModels(db),
    selectRoutes(db),
    selectProviders(db),
    loadSharedMeters(db),
  ]);
  const providers = new Map(
    providerRows.flatMap((row) => {
      const provider = toProvider(row, secretBox, log);
      return provider ? [[row.id, provider] as const] : [];
    }),
  );
  const routesOf = new Map<string, RouteRow[]>(modelRows.map(({ id }) => [id, []]));
  for (const route of routeRows) routesOf.get(route.model_id)?.push(route);
  const models = modelRows.map((row): Model => ({
    id: row.id,
    name: row.name,
    class: row.class,
    visibility: row.visibility,
    contextLength: row.context_length,
    maxOutputTokens: row.max_output_tokens,
    createdAt: row.created_at,
    price: priceOf(row),
    routes: (routesOf.get(row.id) ?? []).flatMap((route) => {
      const provider = providers.get(route.provider_id);
      return provider
        ? [{ provider, upstreamModel: route.upstream_model, order: route.order, weight: route.weight }]
        : [];
    }),
  }));
  return {
    modelsByName: new Map(models.map((model) => [model.name, model])),
    modelsById: new Map(models.map((model) => [model.id, model])),
    meters,
  };
}

/** The price row of a model, unless it says nothing: unpriced is not free. */
function priceOf(row: ModelRow): Price | null {
  const list = pricesOfRow(row);
  return row.price_id !== null && isPriced(list) ? toPrice(row.price_id, list) : null;
}

function toProvider(row: ProviderRow, secretBox: SecretBox, log: FastifyBaseLogger): Provider | undefined {
  try {
    const apiKey = row.api_key_encrypted && secretBox.decrypt(row.api_key_encrypted);
    const settings = {
      baseUrl: row.base_url,
      kind: row.kind,
      maxConcurrency: row.max_concurrency,
      maxQueue: row.max_queue,
    };
    const revision = createHash('sha256')
      .update(JSON.stringify([settings, apiKey]))
      .digest('hex');
    return {
      id: row.id,
      name: row.name,
      class: row.class,
      overflowAfter: row.overflow_after,
      apiKey,
      revision,
      ...settings,
    };
  } catch (error) {
    log.error(
      { err: error, provider: row.name },
      'a provider secret cannot be decrypted (was LITEMAAS_SECRET_KEY changed?); its routes are off',
    );
    return undefined;
  }
}

const selectModels = (db: pg.Pool) =>
  query<ModelRow>(
    db,
    `SELECT m.id, m.name, m.class, m.visibility, m.context_length, m.max_output_tokens, m.created_at,
       p.id AS price_id, ${selectPrice('p')}
     FROM models m LEFT JOIN LATERAL (SELECT * FROM model_prices WHERE model_id = m.id ORDER BY id DESC LIMIT 1) p ON true
     WHERE m.enabled`,
  );

const selectRoutes = (db: pg.Pool) =>
  query<RouteRow>(
    db,
    'SELECT model_id, provider_id, upstream_model, "order", weight FROM model_routes ORDER BY "order", id',
  );

const selectProviders = (db: pg.Pool) =>
  query<ProviderRow>(
    db,
    'SELECT id, name, kind, base_url, api_key_encrypted, class, max_concurrency, max_queue, overflow_after FROM providers WHERE enabled',
  );
