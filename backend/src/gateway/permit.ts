import type { Permitted, Understood } from './call.ts';
import type { Gateway } from './gateway.ts';
import type { Known } from './decide-fresh.ts';
import {
  modelAccessDenied,
  modelNotFound,
  modelUnpriced,
  stoppedByKillSwitch,
  upstreamUnavailable,
} from './errors.ts';
import { type KillSwitches, killSwitchOf, subjectOf, targetOf } from './kill-switches.ts';
import { originTag, type PreviousResponse } from './response-origin.ts';
import { isCharged } from '../lib/price-list.ts';
import type { Caller } from './snapshots/callers.ts';
import type { Catalogue, Model, Route } from './snapshots/catalogue.ts';
import type { MeterRef } from './snapshots/meters.ts';

/**
 * Step 3: may they. The intersection of key, subscription and plan, and no kill switch; pure.
 * @throws model_not_found for models the caller cannot know of, model_access_denied, kill_switch, model_unpriced,
 *   upstream_unavailable when no route is left
 */
export function permit(
  gateway: Gateway,
  { caller, catalogue, kills }: Known,
  { modelName, chargedParts, previousResponse }: Understood,
): Permitted {
  const model = catalogue.modelsByName.get(modelName);
  if (!model || !isVisible(model, caller)) throw modelNotFound(modelName);
  const denial = denialOf(model, caller);
  if (denial) throw modelAccessDenied(denial, `${gateway.publicUrl}/models/${model.id}`);
  const kill = killSwitchOf(kills, subjectOf(caller, model));
  if (kill) throw stoppedByKillSwitch(kill);
  const { price } = model;
  if (!price) throw modelUnpriced(model.name);
  const missing = chargedParts.filter((part) => price.missing.includes(part));
  if (missing.length > 0) throw modelUnpriced(model.name, missing);
  const routes = routesFor(model, caller);
  if (routes.length === 0) throw upstreamUnavailable(`No provider serves "${model.name}" right now.`, 30);
  const boundTo = previousResponse === null ? null : originOf(model, previousResponse);
  const open = ofOrigin(openRoutes(routes, kills), boundTo);
  const meters = metersFor(catalogue, caller, model, open);
  const grants = caller.grants.filter(({ modelIds }) => modelIds.has(model.id));
  return { caller, model, price, routes: open, meters, grants, standsIn: null, boundTo };
}

function metersFor(catalogue: Catalogue, caller: Caller, model: Model, routes: Route[]): MeterRef[] {
  const own = caller.meters.filter(({ modelId }) => modelId === null || modelId === model.id);
  const shared = catalogue.meters.filter(({ scope, scopeId, modelId }) =>
    scope === 'provider'
      ? routes.some(({ provider }) => provider.id === scopeId)
      : modelId === null || modelId === model.id,
  );
  return [...own, ...shared];
}

/** @throws kill_switch when no call of this caller may run, whatever the model */
export function refuseStopped({ caller, kills }: Known): void {
  const kill = killSwitchOf(kills, subjectOf(caller));
  if (kill) throw stoppedByKillSwitch(kill);
}

/** Models a caller may call right now: for `GET /v1/models`. */
export function isCallable(model: Model, { caller, kills }: Known): boolean {
  return (
    denialOf(model, caller) === null &&
    model.price !== null &&
    isCharged(model.price.missing) &&
    !killSwitchOf(kills, subjectOf(caller, model)) &&
    routesFor(model, caller).some(isOpen(kills))
  );
}

/** Why a caller who may know of a model may not call it; null: they may. */
function denialOf(model: Model, { subscriptions, modelIds, plan }: Caller): string | null {
  const status = subscriptions.get(model.id);
  if (status === 'pending') return `The subscription to "${model.name}" waits for approval.`;
  if (status !== 'active') return `The account is not subscribed to "${model.name}".`;
  if (modelIds && !modelIds.has(model.id)) return `This API key may not use "${model.name}".`;
  if (plan && model.class && !plan.modelClasses.includes(model.class))
    return `The ${plan.name} plan has no ${model.class} models.`;
  if (plan && !plan.cloudAccess && model.routes.length > 0 && model.routes.every(isCloud))
    return `The ${plan.name} plan has no cloud models.`;
  return null;
}

function routesFor({ routes }: Model, { plan }: Caller): Route[] {
  return plan && !plan.cloudAccess ? routes.filter((route) => !isCloud(route)) : routes;
}

/** Those whose provider is not stopped. @throws kill_switch when none is left */
function openRoutes(routes: Route[], kills: KillSwitches): Route[] {
  if (kills.size === 0) return routes;
  const open = routes.filter(isOpen(kills));
  const [stopped] = routes.flatMap((route) => killSwitchOfRoute(kills, route) ?? []);
  if (stopped && open.length === 0) throw stoppedByKillSwitch(stopped);
  return open;
}

/** The provider of the model that has made a response; null: it does not say, or none of them. */
function originOf({ routes }: Model, { madeBy }: PreviousResponse): string | null {
  if (madeBy === null) return null;
  return routes.find(({ provider }) => originTag(provider) === madeBy)?.provider.id ?? null;
}

/** @throws upstream_unavailable when that provider cannot serve: no other one knows of the response */
function ofOrigin(routes: Route[], providerId: string | null): Route[] {
  if (providerId === null) return routes;
  const own = routes.filter(({ provider }) => provider.id === providerId);
  if (own.length > 0) return own;
  throw upstreamUnavailable('The provider that has made the previous response cannot serve right now.', 30);
}

const killSwitchOfRoute = (kills: KillSwitches, { provider }: Route) =>
  kills.get(targetOf('provider', provider.id));

const isOpen = (kills: KillSwitches) => (route: Route) => !killSwitchOfRoute(kills, route);

const isCloud = ({ provider }: Route) => provider.class === 'cloud';

/** Restricted and hidden models exist only for those who have a subscription that is or was granted. */
function isVisible(model: Model, caller: Caller): boolean {
  return model.visibility === 'listed' || caller.subscriptions.get(model.id) === 'active';
}
