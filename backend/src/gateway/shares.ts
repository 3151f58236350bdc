import type { Ask } from './ask.ts';
import type { Permitted } from './call.ts';
import type { HeldShare, MeterShare } from './money/items.ts';
import { holdsOnPurses } from './purses.ts';
import type { MeterRef } from './snapshots/meters.ts';

/** The most a call may come to. */
export type WorstCase = { microCredits: bigint; tokens: bigint };

/**
 * What a call takes of each meter that applies, the grants that pay for it first. Calls of free models hold no
 * credits, but count. A call never asks a minute for more tokens than the whole of it: it could not be served at all.
 */
export function sharesOf({ meters }: Permitted, { routes, most, purses }: Ask): MeterShare[] {
  const granted = holdsOnPurses(purses, most.microCredits);
  const unpaid = granted.reduce((left, { holdMicroCredits }) => left - holdMicroCredits, most.microCredits);
  const shares = meters
    .filter(
      (meter) => meter.scope !== 'provider' || routes.some(({ provider }) => provider.id === meter.scopeId),
    )
    .map((meter, index): MeterShare => ({
      meterId: meter.id,
      holdMicroCredits: index === 0 ? unpaid : most.microCredits,
      holdTokens: most.tokens,
      minuteTokens: minuteTokens(meter, most.tokens),
      purse: index === 0 ? 'account' : null,
      providerId: meter.scope === 'provider' ? meter.scopeId : null,
    }));
  return granted.length === 0 ? shares : [...granted.map(toGrantShare), ...shares];
}

/** Grants limit credits alone. */
function toGrantShare(hold: Pick<MeterShare, 'meterId' | 'holdMicroCredits'>): MeterShare {
  return { ...hold, holdTokens: 0n, minuteTokens: 0n, purse: 'grant', providerId: null };
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
