import type { Permitted } from './call.ts';
import type { HeldShare, MeterShare } from './money/items.ts';
import type { Route } from './snapshots/catalogue.ts';
import type { MeterRef } from './snapshots/meters.ts';

/** The most a call may come to. */
export type WorstCase = { microCredits: bigint; tokens: bigint };

/**
 * What a call takes of each meter that applies. Calls of free models hold no credits, but count. A call never
 * asks a minute for more tokens than the whole of it: it could not be served at all.
 */
export function sharesOf({ meters }: Permitted, routes: Route[], most: WorstCase): MeterShare[] {
  return meters
    .filter(
      (meter) => meter.scope !== 'provider' || routes.some(({ provider }) => provider.id === meter.scopeId),
    )
    .map((meter, index) => ({
      meterId: meter.id,
      holdMicroCredits: most.microCredits,
      holdTokens: most.tokens,
      minuteTokens: minuteTokens(meter, most.tokens),
      purse: index === 0 ? 'account' : null,
      providerId: meter.scope === 'provider' ? meter.scopeId : null,
    }));
}

function minuteTokens({ tpmLimit }: MeterRef, tokens: bigint): bigint {
  if (tpmLimit === null) return 0n;
  return tokens < tpmLimit ? tokens : tpmLimit;
}

/** A share as the hold row keeps it. */
export function toHeldShare({
  meterId,
  holdMicroCredits,
  holdTokens,
  purse,
  providerId,
}: MeterShare): HeldShare {
  return [meterId.toString(), holdMicroCredits.toString(), holdTokens.toString(), purse, providerId];
}
