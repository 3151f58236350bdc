import type { FallbackReason } from '../lib/call-decisions.ts';
import { type Ask, lesserAsk } from './ask.ts';
import type { Admitted, Permitted, Understood } from './call.ts';
import type { Gateway } from './gateway.ts';
import type { Incoming } from './incoming.ts';
import type { Accepted, HeldCall, MeterShare, Refusal } from './money/items.ts';
import { costMicroCredits } from '../lib/call-cost.ts';
import { likelyInput } from './media-counts.ts';
import { openingAsk, payableOutput } from './max-cost.ts';
import { afterRefusal, withPurses } from './purses.ts';
import { rateHeaders } from './rate-headers.ts';
import { refusalError } from './refusal-error.ts';
import { sharesOf, toHeldShare, type WorstCase } from './shares.ts';

/** Other calls may take what was left while this one asks for less; it does not run after it for ever. */
const attemptsMost = 6;

/** A call that another model is to answer; `most` is what that may hold, null: as much as it comes to. */
export type SentElsewhere = { modelId: string; most: WorstCase | null; reason: FallbackReason };

/**
 * Step 4: reserve the worst case on every meter that applies, all or nothing. Where credits or tokens do not
 * cover the whole answer but some of it, the answer is bounded to that; where a provider's limit is reached, its
 * routes are left out.
 * @throws max_cost_exceeded, insufficient_credits, budget_exceeded, in_flight_budget_exhausted, quota_exceeded, rate_limit_exceeded,
 *   database_unavailable
 */
export function admit(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
): Promise<Admitted> {
  return admitOr<never>(gateway, incoming, understood, permitted, () => null);
}

/**
 * The same, but a budget that falls back does so before the answer is bounded, and a model does whose providers have
 * all reached their limits.
 */
export function admitOrSendElsewhere(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
): Promise<Admitted | SentElsewhere> {
  return admitOr<SentElsewhere>(gateway, incoming, understood, permitted, (refusal, ask, lesser) => {
    const modelId = fallbackModelOf(permitted, refusal);
    if (modelId !== null) return { modelId, most: ask.most, reason: 'budget' };
    const standInId = lesser ? null : standInOf(permitted, refusal);
    return standInId === null ? null : { modelId: standInId, most: null, reason: 'unavailable' };
  });
}

/** @param elsewhere where a call goes that was refused, before it asks for `lesser` or is told no; null: nowhere */
async function admitOr<Elsewhere>(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  elsewhere: (refusal: Refusal, ask: Ask, lesser: Ask | undefined) => Elsewhere | null,
): Promise<Admitted | Elsewhere> {
  let ask = openingAsk(incoming, understood, permitted);
  for (let attempt = 1; ; attempt += 1) {
    const shares = sharesOf(permitted, ask);
    const record = heldCall(incoming, understood, permitted, ask, shares);
    const result = await gateway.batcher.admit({ requestId: incoming.requestId, shares, record });
    if (result.admitted) {
      gateway.onAdmitted(permitted.caller.keyId, incoming.createdAtMs);
      return toAdmitted(understood, permitted, ask, shares, result);
    }
    const purses = afterRefusal(ask.purses, result.refusal);
    if (purses) {
      // The same again, with what this grant has no room for on the next one: nothing less than before.
      ask = { ...ask, purses };
      attempt -= 1;
      continue;
    }
    const refusal = withPurses(result.refusal, ask.purses, permitted);
    const lesser =
      attempt < attemptsMost ? lesserAsk(ask, refusal, incoming, understood, permitted) : undefined;
    const sent = elsewhere(refusal, ask, lesser);
    if (sent !== null) return sent;
    if (!lesser) throw refusalError(gateway, permitted, understood, ask, refusal);
    ask = lesser;
  }
}

function toAdmitted(
  understood: Understood,
  permitted: Permitted,
  ask: Ask,
  shares: MeterShare[],
  result: Accepted,
): Admitted {
  const headers = rateHeaders(permitted.meters, result);
  if (ask.isLowered) headers['x-litemaas-max-tokens'] = String(ask.outputTokensEach);
  return {
    hold: result.hold,
    shares,
    holdMicroCredits: ask.most.microCredits,
    outputTokensEach: ask.outputTokensEach,
    inputTokensMost: ask.inputTokensMost,
    outputTokensMost: ask.outputTokensMost,
    outputTokensPayable: payableOutput(understood, permitted, ask.outputTokensMost),
    routes: ask.routes,
    headers,
  };
}

function fallbackModelOf({ meters }: Permitted, { meterId, unit }: Refusal): string | null {
  return meters.find(({ id }) => id === meterId)?.budgets[unit]?.fallbackModelId ?? null;
}

/** Who answers where it is the limit of a provider that has no room. */
function standInOf({ meters, model }: Permitted, { meterId }: Refusal): string | null {
  return meters.find(({ id }) => id === meterId)?.scope === 'provider' ? model.fallbackModelId : null;
}

function heldCall(
  incoming: Incoming,
  understood: Understood,
  { caller, model, price }: Permitted,
  { most }: Ask,
  shares: MeterShare[],
): HeldCall {
  const inputOnly = likelyInput(understood);
  return {
    requestId: incoming.requestId,
    accountId: caller.accountId,
    projectId: caller.projectId,
    keyId: caller.keyId,
    userId: caller.userId,
    modelId: model.id,
    modelName: model.name,
    surface: incoming.surface.name,
    stream: understood.stream,
    createdAtMs: incoming.createdAtMs,
    priceId: price.id.toString(),
    holdMicroCredits: most.microCredits.toString(),
    inputTokens: understood.inputTokensLikely.toString(),
    inputCostMicroCredits: incoming.surface.isFree ? '0' : costMicroCredits(price, inputOnly).toString(),
    shares: shares.map(toHeldShare),
  };
}
