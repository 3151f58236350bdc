import { admit } from './admit.ts';
import { authenticate } from './authenticate.ts';
import type { Gateway, Incoming } from './call.ts';
import { decideFresh } from './decide-fresh.ts';
import { fail } from './fail.ts';
import { permit } from './permit.ts';
import { relay } from './relay.ts';
import { settle } from './settle.ts';
import { understand } from './understand.ts';

/**
 * The way of every call. No surface reaches an upstream but through here, so nothing is served that was not
 * admitted, and nothing admitted goes unsettled.
 */
export async function runCall(gateway: Gateway, incoming: Incoming): Promise<void> {
  try {
    const caller = await authenticate(gateway, incoming);
    const understood = await understand(incoming);
    const permitted = await decideFresh(gateway, incoming, caller, (known) =>
      permit(gateway, known, understood),
    );
    const admitted = await admit(gateway, incoming, understood, permitted);
    const relayed = await relay(gateway, incoming, understood, permitted, admitted);
    relayed.finish(await settle(gateway, incoming, understood, permitted, admitted, relayed));
  } catch (error) {
    fail(gateway, incoming, error);
  }
}
