import { type Attempt, tryRoute } from './attempt.ts';
import type { AdmittedCall, Relayed } from './call.ts';
import { note } from './decision.ts';
import { pause } from './retry.ts';
import type { Routed } from './route.ts';
import type { Route } from './snapshots/catalogue.ts';

/**
 * Step 6: to the upstream and back. Routes are tried in order while none has taken the request, and once more
 * where the trouble of one may pass; what happened, whatever it is, comes back as a value, so that every admitted
 * call can be settled.
 */
export async function relay(call: AdmittedCall, routed: Routed): Promise<Relayed> {
  const { gateway, incoming, permitted } = call;
  const running = gateway.running.begin(incoming, permitted);
  const ask = (route: Route) => tryRoute(call, route, running);
  try {
    const first = await tryInTurn(routed, routed.routes, ask);
    if (first.again.length === 0) {
      routed.isUnserved = !first.isTaken;
      return first.relayed;
    }
    // Nobody is asked before the time they have named.
    await pause(Math.max(...first.again.map(({ retryMs }) => retryMs)), incoming.stopped);
    const second = await tryInTurn(
      routed,
      first.again.map(({ route }) => route),
      ask,
    );
    // Where it was in vain, the client is told of the trouble, not of the breaker that opened by it.
    routed.isUnserved = !second.isTaken;
    return second.isTaken ? second.relayed : first.relayed;
  } finally {
    gateway.running.end(running);
  }
}

/** What all routes came to, and those that may do better in a moment; none where one has taken the call. */
type Round = { relayed: Relayed; isTaken: boolean; again: { route: Route; retryMs: number }[] };

async function tryInTurn(
  routed: Routed,
  routes: Route[],
  ask: (route: Route) => Promise<Attempt>,
): Promise<Round> {
  let last: Relayed | undefined;
  const again: Round['again'] = [];
  for (const route of routes) {
    const startedMs = performance.now();
    const attempt = await ask(route);
    // Of a call that its first route has answered there is nothing to tell.
    if (attempt.fate !== 'served' || routed.attempts !== null) note(routed, route, attempt, startedMs);
    const { relayed, elsewhere, retryMs } = attempt;
    if (!elsewhere) return { relayed, isTaken: true, again: [] };
    if (retryMs !== null) again.push({ route, retryMs });
    last = relayed;
  }
  if (!last) throw new Error('a call without a route was let in');
  return { relayed: last, isTaken: false, again };
}
