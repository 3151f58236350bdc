import { formatCredits } from '../lib/credits.ts';
import { apiScope } from '../lib/meters.ts';
import { type Ask, isOnlyHeld, smallestAnswer } from './ask.ts';
import type { Permitted, Understood } from './call.ts';
import type { Gateway } from './gateway.ts';
import {
  budgetExceeded,
  concurrencyExceeded,
  type GatewayError,
  inFlightBudgetExhausted,
  insufficientCredits,
  quotaExceeded,
  rateLimitExceeded,
} from './errors.ts';
import type { Refusal } from './money/items.ts';
import type { MeterRef } from './snapshots/meters.ts';

/** What a client is told whose call found no room: which limit binds, whose it is, and what helps. */
export function refusalError(
  gateway: Gateway,
  permitted: Permitted,
  understood: Understood,
  { most }: Ask,
  refusal: Refusal,
): GatewayError {
  const { unit, limit, used, held, resetsMs } = refusal;
  const remaining = limit > used + held ? limit - used - held : 0n;
  if (unit === 'rpm' || unit === 'tpm')
    return rateLimitExceeded(unit === 'rpm' ? 'requests' : 'tokens', {
      limit,
      remaining,
      resetsMs: resetsMs ?? 60_000,
    });
  if (unit === 'concurrency') return concurrencyExceeded(limit);
  const meter = permitted.meters.find(({ id }) => id === refusal.meterId);
  // Other calls were always faster to take what was left of a grant.
  if (!meter) return inFlightBudgetExhausted(detailsOf(gateway, grantOf(permitted, refusal), refusal));
  const details = detailsOf(gateway, meter, refusal);
  if (isOnlyHeld(refusal, smallestAnswer(understood, permitted)) && held > 0n)
    return inFlightBudgetExhausted(details);
  if (meter.id === permitted.meters[0]?.id && unit === 'credits')
    return insufficientCredits({
      availableCredits: formatCredits(remaining),
      neededCredits: formatCredits(most.microCredits),
      topUpUrl: `${gateway.publicUrl}/credits`,
    });
  return meter.scope === 'subscription' ? quotaExceeded(details, resetsMs) : budgetExceeded(details);
}

function grantOf(
  { grants }: Permitted,
  { meterId }: Refusal,
): Pick<MeterRef, 'scope' | 'scopeId' | 'budgets'> {
  return { scope: 'grant', scopeId: grants.find(({ id }) => id === meterId)?.grantId ?? '', budgets: {} };
}

/** Of a limit in credits, requests or tokens; amounts are decimal strings. */
export type LimitDetails = {
  scope: string;
  scopeId: string;
  /** What to ask an increase for; null: no budget. */
  budgetId: string | null;
  unit: string;
  limit: string;
  used: string;
  held: string;
  resetsAt: string | null;
  raiseUrl: string;
};

function detailsOf(
  gateway: Gateway,
  { scope, scopeId, budgets }: Pick<MeterRef, 'scope' | 'scopeId' | 'budgets'>,
  refusal: Refusal,
): LimitDetails {
  const { unit, limit, used, held, resetsMs } = refusal;
  const show = (amount: bigint) => (unit === 'credits' ? formatCredits(amount) : amount.toString());
  return {
    scope: apiScope(scope),
    scopeId,
    budgetId: budgets[unit]?.id ?? null,
    unit,
    limit: show(limit),
    used: show(used),
    held: show(held),
    resetsAt: resetsMs === null ? null : new Date(Date.now() + resetsMs).toISOString(),
    raiseUrl: `${gateway.publicUrl}/budgets`,
  };
}
