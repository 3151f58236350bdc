import { admit } from './admit.ts';
import { authenticate } from './authenticate.ts';
import type { Gateway, Incoming, Permitted, Understood } from './call.ts';
import { GatewayError } from './errors.ts';
import { fail } from './fail.ts';
import { permit } from './permit.ts';
import { relay } from './relay.ts';
import { settle } from './settle.ts';
import type { Caller } from './snapshots/callers.ts';
import { understand } from './understand.ts';

/**
 * The way of every call. No surface reaches an upstream but through here, so nothing is served that was not
 * admitted, and nothing admitted goes unsettled.
 */
export async function runCall(gateway: Gateway, incoming: Incoming): Promise<void> {
  try {
    const caller = await authenticate(gateway, incoming);
    const understood = await understand(incoming);
    const permitted = await permitFresh(gateway, incoming, caller, understood);
    const admitted = await admit(gateway, incoming, understood, permitted);
    const relayed = await relay(gateway, incoming, understood, permitted, admitted);
    relayed.finish(await settle(gateway, incoming, understood, permitted, admitted, relayed));
  } catch (error) {
    fail(gateway, incoming, error);
  }
}

/** A no is never given from memory of before the call: right after somebody subscribed, the announcement may still be on its way. */
async function permitFresh(
  gateway: Gateway,
  incoming: Incoming,
  caller: Caller,
  understood: Understood,
): Promise<Permitted> {
  try {
    return permit(gateway, await gateway.snapshots.catalogue(), caller, understood);
  } catch (refusal) {
    if (!(refusal instanceof GatewayError)) throw refusal;
    if (!(await gateway.snapshots.forgetBefore(incoming.startedMs, caller))) throw refusal;
    return permit(
      gateway,
      await gateway.snapshots.catalogue(),
      await authenticate(gateway, incoming),
      understood,
    );
  }
}
