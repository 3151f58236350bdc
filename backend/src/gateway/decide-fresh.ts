import { authenticate } from './authenticate.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import { GatewayError, killSwitchCode } from './errors.ts';
import type { KillSwitches } from './kill-switches.ts';
import type { Caller } from './snapshots/callers.ts';
import type { Catalogue } from './snapshots/catalogue.ts';

/** What a call is judged by. */
export type Known = { caller: Caller; catalogue: Catalogue; kills: KillSwitches };

/**
 * Decides about a call by what is in memory, but a no is never given from memory of before the call: right after
 * somebody subscribed, or lifted a kill switch, the announcement may still be on its way.
 * @param decide pure; throws a GatewayError for a no
 */
export async function decideFresh<Decision>(
  gateway: Gateway,
  incoming: Incoming,
  caller: Caller,
  decide: (known: Known) => Decision,
): Promise<Decision> {
  const { snapshots } = gateway;
  try {
    const catalogue = await snapshots.catalogue();
    return decide({ caller, catalogue, kills: snapshots.killSwitches() });
  } catch (refusal) {
    if (!(refusal instanceof GatewayError)) throw refusal;
    const byKillSwitch = refusal.code === killSwitchCode;
    if (!(await snapshots.forgetBefore(incoming.startedMs, caller, byKillSwitch))) throw refusal;
    return decideFresh(gateway, incoming, await authenticate(gateway, incoming), decide);
  }
}
