import type { CallDecision, CandidateFate } from '../lib/call-decisions.ts';
import type { Attempt } from './attempt.ts';
import type { Admitted, Permitted, Relayed } from './call.ts';
import type { Routed } from './route.ts';
import type { Caller } from './snapshots/callers.ts';
import type { Route } from './snapshots/catalogue.ts';

/**
 * How a call found its way, for its usage record, as JSON. Null where there is nothing to tell: its first route took it
 * at once and answered.
 */
export function decisionOf(
  permitted: Permitted,
  admitted: Admitted,
  routed: Routed,
  relayed: Relayed,
): string | null {
  if (isPlain(permitted, admitted, routed)) return null;
  const { standsIn } = permitted;
  const candidates = candidatesOf(permitted, routed);
  const decision: CallDecision = {
    candidates: [
      ...candidates.map((route) =>
        candidate(permitted.model.name, route, fateOf(route, permitted, admitted, routed, relayed)),
      ),
      ...(standsIn?.passedOver ?? []).map(({ route, fate }) => candidate(standsIn?.model ?? '', route, fate)),
    ],
    attempts: (routed.attempts ?? []).map(({ route, ms, status, code }) => ({
      candidate: candidates.indexOf(route),
      ms,
      status,
      code,
    })),
    askedFor: standsIn && {
      model: standsIn.model,
      reason: standsIn.reason,
      requestId: standsIn.requestId,
    },
  };
  return JSON.stringify(decision);
}

function isPlain(
  { caller, model, routes, standsIn, boundTo }: Permitted,
  admitted: Admitted,
  routed: Routed,
): boolean {
  if (standsIn !== null || routed.attempts !== null || admitted.routes.length !== routes.length) return false;
  // What a plan leaves out, or an earlier response, is as with every such call.
  const isOpen = (route: Route) =>
    routes.includes(route) || isOutsidePlan(route, caller) || isElsewhere(route, boundTo);
  const isWhole = routes.length === model.routes.length || model.routes.every(isOpen);
  return isWhole && (routed.crowded.length === 0 || !isLate(routed));
}

const candidate = (model: string, { provider, upstreamModel, order }: Route, fate: CandidateFate) => ({
  model,
  provider: provider.name,
  upstreamModel,
  order,
  fate,
});

const isOutsidePlan = ({ provider }: Route, { plan }: Caller) =>
  provider.class === 'cloud' && plan?.cloudAccess === false;

/** Another route might have been the first, had it not been crowded. */
function isLate({ routes: [first], crowded }: Routed): boolean {
  return !!first && !crowded.includes(first) && crowded.some(({ order }) => order <= first.order);
}

/** Those that were to be tried, in that order, and then those that were left out. */
function candidatesOf({ model }: Permitted, { routes }: Routed): Route[] {
  return [...routes, ...model.routes.filter((route) => !routes.includes(route))];
}

const isElsewhere = ({ provider }: Route, boundTo: string | null) =>
  boundTo !== null && provider.id !== boundTo;

/** Of a route that is not open to a caller. */
export const fateLeftOut = (route: Route, caller: Caller): CandidateFate =>
  isOutsidePlan(route, caller) ? 'not_in_plan' : 'stopped';

function fateOf(
  route: Route,
  permitted: Permitted,
  admitted: Admitted,
  { crowded, attempts }: Routed,
  { provider }: Relayed,
): CandidateFate {
  if (!permitted.routes.includes(route))
    return isElsewhere(route, permitted.boundTo) ? 'other_origin' : fateLeftOut(route, permitted.caller);
  if (!admitted.routes.includes(route)) return 'daily_cap';
  const last = attempts?.findLast((attempt) => attempt.route === route);
  if (last) return last.fate;
  // Its attempt is not told of where nothing went wrong.
  if (attempts === null && route.provider === provider) return 'served';
  return crowded.includes(route) ? 'crowded' : 'not_needed';
}

/** Keeps what came of a try. */
export function note(routed: Routed, route: Route, attempt: Attempt, startedMs: number): void {
  const { relayed, status, fate } = attempt;
  const ms = Math.round(performance.now() - startedMs);
  (routed.attempts ??= []).push({ route, ms, status, code: relayed.errorCode, fate });
}
