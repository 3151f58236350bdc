import { authenticate } from './authenticate.ts';
import type { Gateway, Incoming } from './call.ts';
import { decideFresh } from './decide-fresh.ts';
import { fail } from './fail.ts';
import { admitOrFallBack } from './fall-back.ts';
import { permit } from './permit.ts';
import { relay } from './relay.ts';
import { orderRoutes } from './route.ts';
import { settle } from './settle.ts';
import type { Caller } from './snapshots/callers.ts';
import { understand } from './understand.ts';

/**
 * The way of every call. No surface reaches an upstream but through here, so nothing is served that was not
 * admitted, and nothing admitted goes unsettled.
 */
export async function runCall(gateway: Gateway, incoming: Incoming): Promise<void> {
  try {
    const sender = await authenticate(gateway, incoming);
    const understood = await understand(incoming);
    const caller = await current(gateway, incoming, sender);
    const asked = await decideFresh(gateway, incoming, caller, (known) => permit(gateway, known, understood));
    const { permitted, admitted } = await admitOrFallBack(gateway, incoming, understood, asked);
    const routes = orderRoutes(admitted, gateway.upstreams.isCrowded);
    const relayed = await relay(gateway, incoming, understood, permitted, admitted, routes);
    relayed.finish(await settle(gateway, incoming, understood, permitted, admitted, relayed));
  } catch (error) {
    fail(gateway, incoming, error);
  }
}

/** A body may take its time; what has changed of its sender in the meantime, limits above all, holds. */
function current(gateway: Gateway, incoming: Incoming, sender: Caller): Caller | Promise<Caller> {
  return gateway.snapshots.isCurrent(sender) ? sender : authenticate(gateway, incoming);
}
