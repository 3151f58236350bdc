import { createHash } from 'node:crypto';
import type { Admitted } from './call.ts';
import type { CandidateFate } from '../lib/call-decisions.ts';
import type { Provider, Route } from './snapshots/catalogue.ts';

/** The way of a call, before and while it goes it. */
export type Routed = {
  /** Those to try, in order. */
  routes: Route[];
  /** Of these, the ones that are last because too many wait there. */
  crowded: readonly Route[];
  /** What was tried; null: nothing that would have to be told. */
  attempts: Attempted[] | null;
  /** None of them has taken the call: nothing was said, and nothing can have been charged. */
  isUnserved: boolean;
};

/** One request to a route, or the try of one. `fate`: what became of the route by it. */
export type Attempted = {
  route: Route;
  ms: number;
  /** What the provider answered, where that was an error status. */
  status: number | null;
  code: string | null;
  fate: CandidateFate;
};

const none: readonly Route[] = [];

/**
 * Step 5: in which order routes are tried. Those whose provider is crowded come last. Else lower `order` first; among
 * equals a draw by weight, so that traffic is shared in that proportion. Calls of the same `session` draw the same, on
 * all instances (rendezvous hashing): they go the same way as long as that is there.
 */
export function orderRoutes(
  { routes }: Pick<Admitted, 'routes'>,
  isCrowded: (provider: Provider) => boolean,
  session: string | null = null,
  random: () => number = Math.random,
): Routed {
  if (routes.length === 1) return { routes, crowded: none, attempts: null, isUnserved: false };
  // The exponential trick for weighted sampling without replacement (Efraimidis and Spirakis, 2006).
  const drawn = routes.map((route) => ({
    route,
    isCrowded: isCrowded(route.provider),
    draw: -Math.log(1 - (session === null ? random() : lotOf(session, route))) / route.weight,
  }));
  drawn.sort(
    (a, b) => Number(a.isCrowded) - Number(b.isCrowded) || a.route.order - b.route.order || a.draw - b.draw,
  );
  const crowded = drawn.filter((one) => one.isCrowded).map(({ route }) => route);
  return { routes: drawn.map(({ route }) => route), crowded, attempts: null, isUnserved: false };
}

const lotBytes = 6;

/** Which lot a session draws for a route: the same whatever other routes there are. From 0 to below 1. */
function lotOf(session: string, { provider, upstreamModel }: Route): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([session, provider.id, upstreamModel]))
    .digest();
  return digest.readUIntBE(0, lotBytes) / 2 ** (8 * lotBytes);
}
