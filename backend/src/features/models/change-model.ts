import type pg from 'pg';
import { errors, type FieldError } from '../../errors.ts';
import { type Act, recordAudit } from '../../lib/audit.ts';
import { newId } from '../../lib/ids.ts';
import { type PriceList, unpriced } from '../../lib/price-list.ts';
import { pricesOfRow, priceValues } from '../../lib/price-rows.ts';
import { tx } from '../../lib/sql.ts';
import { checkedPrices, refuseJumps } from './check-prices.ts';
import * as prices from './price-and-route-queries.ts';
import * as queries from './queries.ts';
import type { ModelChange, NewModel } from './schemas.ts';

const sentBackReason = 'The model became restricted: an admin has to approve again.';

/** Stores a new model with its price and routes, and gives its id. @throws invalid_request, name_taken. */
export async function createModel(db: pg.Pool, body: NewModel, act: Act): Promise<string> {
  const id = newId('mdl');
  const price = checkedPrices(body.prices ?? {});
  await tx(db, async (client) => {
    await queries.insertModel(client, {
      id,
      name: body.name,
      display_name: body.displayName?.trim() ?? body.name,
      description: body.description ?? null,
      class: body.class ?? null,
      visibility: body.visibility ?? 'listed',
      auto_approve: body.autoApprove ?? false,
      context_length: body.contextLength ?? null,
      max_output_tokens: body.maxOutputTokens ?? null,
      capabilities: [...new Set(body.capabilities)],
      enabled: body.enabled ?? true,
      fallback_model_id: await checkedFallback(client, id, body.fallbackModelId ?? null),
    });
    await insertPriceIfNew(client, id, unpriced, price, act);
    await replaceRoutes(client, id, body.routes);
    await recordAudit(client, {
      ...act,
      action: 'model.create',
      targetType: 'model',
      targetId: id,
      details: body,
    });
  });
  return id;
}

/**
 * Changes what the body names and leaves the rest; routes are replaced as a whole. Gives the model's id and how
 * many active subscriptions went back to pending because the model became restricted.
 * @throws not_found, invalid_request, name_taken, price_change_unconfirmed.
 */
export async function changeModel(
  db: pg.Pool,
  idOrName: string,
  change: ModelChange,
  act: Act,
): Promise<{ id: string; subscriptionsSentBack: number }> {
  return tx(db, async (client) => {
    const row = await queries.lockModel(client, idOrName);
    if (!row) throw errors.notFound('There is no such model.');
    if (change.fallbackModelId) await checkedFallback(client, row.id, change.fallbackModelId);
    await queries.updateModel(client, applyChange(row, change));
    if (change.prices) {
      const price = checkedPrices(change.prices);
      const current = await currentPrice(client, row.id);
      if (!change.confirmPriceChange) refuseJumps(current, price);
      await insertPriceIfNew(client, row.id, current, price, act);
    }
    if (change.routes) await replaceRoutes(client, row.id, change.routes);
    const becomesRestricted = change.visibility === 'restricted' && row.visibility !== 'restricted';
    const subscriptionsSentBack = becomesRestricted
      ? await prices.sendSubscriptionsBack(client, row.id, sentBackReason)
      : 0;
    const details = { ...change, ...(becomesRestricted && { subscriptionsSentBack }) };
    await recordAudit(client, {
      ...act,
      action: 'model.update',
      targetType: 'model',
      targetId: row.id,
      details,
    });
    return { id: row.id, subscriptionsSentBack };
  });
}

/** Removes a model nobody ever subscribed to or called. @throws not_found, model_in_use. */
export async function removeModel(db: pg.Pool, idOrName: string, act: Act): Promise<void> {
  await tx(db, async (client) => {
    const row = await queries.lockModel(client, idOrName);
    if (!row) throw errors.notFound('There is no such model.');
    if (await queries.isModelUsed(client, row.id)) throw errors.modelInUse();
    await queries.deleteModel(client, row.id);
    const details = { name: row.name };
    await recordAudit(client, {
      ...act,
      action: 'model.delete',
      targetType: 'model',
      targetId: row.id,
      details,
    });
  });
}

function applyChange(row: queries.ModelColumns, change: ModelChange): queries.ModelColumns {
  const given = <Value>(value: Value | undefined, kept: Value) => (value === undefined ? kept : value);
  return {
    id: row.id,
    name: given(change.name, row.name),
    display_name: given(change.displayName?.trim(), row.display_name),
    description: given(change.description, row.description),
    class: given(change.class, row.class),
    visibility: given(change.visibility, row.visibility),
    auto_approve: given(change.autoApprove, row.auto_approve),
    context_length: given(change.contextLength, row.context_length),
    max_output_tokens: given(change.maxOutputTokens, row.max_output_tokens),
    capabilities: change.capabilities ? [...new Set(change.capabilities)] : row.capabilities,
    enabled: given(change.enabled, row.enabled),
    fallback_model_id: given(change.fallbackModelId, row.fallback_model_id),
  };
}

/** Another model, or none. Chains are not followed, so that circles do no harm. @throws invalid_request */
async function checkedFallback(
  client: pg.PoolClient,
  modelId: string,
  fallbackModelId: string | null,
): Promise<string | null> {
  if (fallbackModelId === null) return null;
  const message =
    fallbackModelId === modelId
      ? 'must be another model'
      : (await queries.isModel(client, fallbackModelId))
        ? null
        : 'is not a model';
  if (message) throw errors.invalidFields('body', [{ path: '/fallbackModelId', message }]);
  return fallbackModelId;
}

async function currentPrice(client: pg.PoolClient, modelId: string): Promise<PriceList> {
  const row = await prices.findCurrentPrice(client, modelId);
  return row ? pricesOfRow(row) : unpriced;
}

/** A price that differs from the present one is a new row; the old rows stay, calls were rated by them. */
async function insertPriceIfNew(
  client: pg.PoolClient,
  modelId: string,
  current: PriceList,
  price: PriceList,
  act: Act,
): Promise<void> {
  if (String(priceValues(price)) !== String(priceValues(current)))
    await prices.insertPrice(client, modelId, price, act.actorUserId);
}

async function replaceRoutes(
  client: pg.PoolClient,
  modelId: string,
  routes: NewModel['routes'],
): Promise<void> {
  const known = await prices.lockProviders(client, [...new Set(routes.map(({ providerId }) => providerId))]);
  const seen = new Set<string>();
  const faults = routes.flatMap(({ providerId, upstreamModel }, index): FieldError[] => {
    if (!known.has(providerId))
      return [{ path: `/routes/${index}/providerId`, message: 'is not a provider' }];
    const target = JSON.stringify([providerId, upstreamModel]);
    if (seen.has(target)) return [{ path: `/routes/${index}`, message: 'is the same as a route before it' }];
    seen.add(target);
    return [];
  });
  if (faults.length > 0) throw errors.invalidFields('body', faults);
  await prices.deleteRoutes(client, modelId);
  await prices.insertRoutes(
    client,
    modelId,
    routes.map(({ providerId, upstreamModel, order, weight }) => ({
      id: newId('rte'),
      provider_id: providerId,
      upstream_model: upstreamModel,
      order: order ?? 0,
      weight: weight ?? 1,
    })),
  );
}
