import { authenticate } from './authenticate.ts';
import type { Gateway, Incoming } from './call.ts';
import { decideFresh } from './decide-fresh.ts';
import { fail } from './fail.ts';
import { admitOrFallBack } from './fall-back.ts';
import { claimOnce, hasIdempotencyKey, type Once, staleCall } from './once/index.ts';
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
  let once: Once | undefined;
  try {
    const sender = await authenticate(gateway, incoming);
    const understood = await understand(incoming);
    const caller = await current(gateway, incoming, sender);
    const asked = await decideFresh(gateway, incoming, caller, (known) => permit(gateway, known, understood));
    if (hasIdempotencyKey(incoming)) {
      once = await claimOnce(gateway, incoming, understood, asked.caller);
      if (!once) return;
    }
    const call = once?.incoming ?? incoming;
    const { permitted, admitted } = await admitOrFallBack(gateway, call, understood, asked);
    const routes = orderRoutes(admitted, gateway.upstreams.isCrowded);
    const relayed =
      once?.admitted() === false
        ? staleCall(call)
        : await relay(gateway, call, understood, permitted, admitted, routes);
    const settled = await settle(gateway, call, understood, permitted, admitted, relayed);
    if (once) await once.finish(relayed, settled);
    else relayed.finish(settled);
  } catch (error) {
    await once?.failed();
    fail(gateway, incoming, error);
  }
}

/** A body may take its time; what has changed of its sender in the meantime, limits above all, holds. */
function current(gateway: Gateway, incoming: Incoming, sender: Caller): Caller | Promise<Caller> {
  return gateway.snapshots.isCurrent(sender) ? sender : authenticate(gateway, incoming);
}
