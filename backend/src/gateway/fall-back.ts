import { admit, admitOrSendElsewhere, type SentElsewhere } from './admit.ts';
import type { Admitted, Permitted, StandIn, Understood } from './call.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import type { Known } from './decide-fresh.ts';
import { fateLeftOut } from './decision.ts';
import { GatewayError, killSwitchCode } from './errors.ts';
import { openingAsk } from './max-cost.ts';
import { permit } from './permit.ts';
import type { Surface } from './surface.ts';
import type { Model, Route } from './snapshots/catalogue.ts';

/** What was let in: what was asked for, or the model that answers in its place. */
export type LetIn = { permitted: Permitted; admitted: Admitted };

const reasonHeader = 'x-litemaas-fallback';

/** Step 3, for the model that was asked for, or the one that answers where no provider serves that. @throws as `permit` */
export function permitOrStandIn(
  gateway: Gateway,
  { surface }: Pick<Incoming, 'surface'>,
  known: Known,
  understood: Understood,
): Permitted {
  try {
    return permit(gateway, known, understood);
  } catch (refusal) {
    const { modelsByName } = known.catalogue;
    const mayFallBack = mayStandIn(surface, understood) && isUnserved(refusal);
    const model = mayFallBack && modelsByName.get(understood.modelName);
    const standsIn = model && standInFor(model, 'unavailable', known, model.routes);
    const other =
      model && standsIn && permitOther(gateway, known, understood, model.fallbackModelId, standsIn);
    if (!other) throw refusal;
    return other;
  }
}

/**
 * Step 4, and what a budget says that falls back where it has no room: the call goes to another model if the same
 * caller may call that, it holds no more and finds room. Where all that could serve have reached their limits, it goes
 * to the model's own fallback, at the price of that one. If not, the call goes on as if there were no fallback.
 * @throws as `admit`
 */
export async function admitOrFallBack(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
): Promise<LetIn> {
  const mayFallBack = mayStandIn(incoming.surface, understood) && permitted.standsIn === null;
  const first = await (mayFallBack ? admitOrSendElsewhere : admit)(gateway, incoming, understood, permitted);
  if (!('modelId' in first)) {
    if (permitted.standsIn) first.headers[reasonHeader] = permitted.standsIn.reason;
    return { permitted, admitted: first };
  }
  const other = await findOther(gateway, incoming, understood, permitted, first);
  const admitted = other && (await admit(gateway, incoming, understood, other).catch(ifRefused));
  if (!other || !admitted)
    return { permitted, admitted: await admit(gateway, incoming, understood, permitted) };
  admitted.headers[reasonHeader] = first.reason;
  return { permitted: other, admitted };
}

async function findOther(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  { caller, model, routes }: Permitted,
  { modelId, most, reason }: SentElsewhere,
): Promise<Permitted | undefined> {
  const known = await knownNow(gateway, caller);
  const standsIn = standInFor(model, reason, known, reason === 'budget' ? [] : routes, 'daily_cap');
  const other = permitOther(gateway, known, understood, modelId, standsIn);
  if (!other || most === null) return other;
  return unlessRefused(() =>
    openingAsk(incoming, understood, other).most.microCredits <= most.microCredits ? other : undefined,
  );
}

/** The model that answers in place of one whose routes have all failed, where the same caller may call it. */
export async function findStandIn(
  gateway: Gateway,
  { surface, stopped, requestId }: Incoming,
  understood: Understood,
  { caller, model, standsIn }: Permitted,
): Promise<Permitted | undefined> {
  if (model.fallbackModelId === null || standsIn !== null || stopped.aborted) return undefined;
  if (!mayStandIn(surface, understood)) return undefined;
  const known = await knownNow(gateway, caller);
  const inItsPlace: StandIn = { model: model.name, reason: 'unavailable', requestId, passedOver: [] };
  return permitOther(gateway, known, understood, model.fallbackModelId, inItsPlace);
}

async function knownNow({ snapshots }: Gateway, caller: Permitted['caller']): Promise<Known> {
  const catalogue = await snapshots.catalogue();
  return { caller, catalogue, kills: snapshots.killSwitches() };
}

function permitOther(
  gateway: Gateway,
  known: Known,
  understood: Understood,
  modelId: string | null,
  standsIn: StandIn,
): Permitted | undefined {
  const modelName = modelId === null ? undefined : known.catalogue.modelsById.get(modelId)?.name;
  if (modelName === undefined) return undefined;
  const other = unlessRefused(() => permit(gateway, known, { ...understood, modelName }));
  return other && { ...other, standsIn };
}

/** No other model can go on from a response. */
const mayStandIn = ({ mayFallBack }: Surface, { previousResponse }: Understood) =>
  mayFallBack && previousResponse === null;

/** @param tried routes that would have been open but for their `fate` */
function standInFor(
  model: Model,
  reason: StandIn['reason'],
  { caller }: Known,
  tried: Route[],
  fate?: 'daily_cap',
): StandIn {
  const passedOver = tried.map((route) => ({ route, fate: fate ?? fateLeftOut(route, caller) }));
  return { model: model.name, reason, requestId: null, passedOver };
}

/** No provider serves the model: none is there, or all are stopped. */
function isUnserved(refusal: unknown): boolean {
  if (!(refusal instanceof GatewayError)) return false;
  const { code, details } = refusal;
  return code === 'upstream_unavailable' || (code === killSwitchCode && details?.scope === 'provider');
}

function unlessRefused<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    return ifRefused(error);
  }
}

/** What only says no is no reason to fail; all else is. */
function ifRefused(error: unknown): undefined {
  if (!(error instanceof GatewayError) || error.code === 'database_unavailable') throw error;
  return undefined;
}
