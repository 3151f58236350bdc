import type { Gateway, Permitted, Understood } from './call.ts';
import { modelAccessDenied, modelNotFound, modelUnpriced, upstreamUnavailable } from './errors.ts';
import type { Caller } from './snapshots/callers.ts';
import type { Catalogue, Model } from './snapshots/catalogue.ts';

/**
 * Step 3: may they. The intersection of key, subscription and plan; pure.
 * @throws model_not_found for models the caller cannot know of, model_access_denied, model_unpriced,
 *   upstream_unavailable when no route is left
 */
export function permit(
  gateway: Gateway,
  catalogue: Catalogue,
  caller: Caller,
  { modelName }: Understood,
): Permitted {
  const model = catalogue.modelsByName.get(modelName);
  if (!model || !isVisible(model, caller)) throw modelNotFound(modelName);
  const subscribeUrl = `${gateway.publicUrl}/models/${model.id}`;
  const status = caller.subscriptions.get(model.id);
  if (status !== 'active') {
    throw modelAccessDenied(
      status === 'pending'
        ? `The subscription to "${model.name}" waits for approval.`
        : `The account is not subscribed to "${model.name}". Subscribe at ${subscribeUrl}`,
      subscribeUrl,
    );
  }
  if (!isInKey(model, caller))
    throw modelAccessDenied(`This API key may not use "${model.name}".`, subscribeUrl);
  const { plan } = caller;
  if (plan && model.class && !plan.modelClasses.includes(model.class))
    throw modelAccessDenied(`The ${plan.name} plan has no ${model.class} models.`, subscribeUrl);
  const routes = model.routes.filter(
    ({ provider }) => !plan || plan.cloudAccess || provider.class === 'local',
  );
  if (model.routes.length > 0 && routes.length === 0)
    throw modelAccessDenied(`The ${plan?.name} plan has no cloud models.`, subscribeUrl);
  if (!model.price) throw modelUnpriced(model.name);
  if (routes.length === 0) throw upstreamUnavailable(`No provider serves "${model.name}" right now.`, 30);
  return { caller, model, price: model.price, routes };
}

/** Models a caller may call right now: for `GET /v1/models`. */
export function isCallable(model: Model, caller: Caller): boolean {
  return caller.subscriptions.get(model.id) === 'active' && isInKey(model, caller);
}

/** Restricted and hidden models exist only for those who have a subscription that is or was granted. */
function isVisible(model: Model, caller: Caller): boolean {
  return model.visibility === 'listed' || caller.subscriptions.get(model.id) === 'active';
}

function isInKey(model: Model, { modelIds }: Caller): boolean {
  return modelIds === null || modelIds.has(model.id);
}
