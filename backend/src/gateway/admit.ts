import { type Ask, firstAsk, lesserAsk } from './ask.ts';
import type { Admitted, Gateway, Incoming, Permitted, Understood } from './call.ts';
import type { HeldCall, MeterShare } from './money/items.ts';
import { costMicroCredits } from './price.ts';
import { rateHeaders } from './rate-headers.ts';
import { refusalError } from './refusal-error.ts';
import { sharesOf, toHeldShare } from './shares.ts';
import { noTokens } from './token-counts.ts';

/** Other calls may take what was left while this one asks for less; it does not run after it for ever. */
const attemptsMost = 6;

/**
 * Step 4: reserve the worst case on every meter that applies, all or nothing. Where credits or tokens do not
 * cover the whole answer but some of it, the answer is bounded to that; where a provider's limit is reached, its
 * routes are left out.
 * @throws insufficient_credits, budget_exceeded, in_flight_budget_exhausted, quota_exceeded, rate_limit_exceeded,
 *   database_unavailable
 */
export async function admit(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
): Promise<Admitted> {
  let ask = firstAsk(understood, permitted);
  for (let attempt = 1; ; attempt += 1) {
    const shares = sharesOf(permitted, ask.routes, ask.most);
    const record = heldCall(incoming, understood, permitted, ask, shares);
    const result = await gateway.batcher.admit({ requestId: incoming.requestId, shares, record });
    if (result.admitted) {
      gateway.onAdmitted(permitted.caller.keyId, incoming.createdAtMs);
      const headers = rateHeaders(permitted.meters, result);
      if (ask.isLowered) headers['x-litemaas-max-tokens'] = String(ask.outputTokensEach);
      return {
        hold: result.hold,
        shares,
        holdMicroCredits: ask.most.microCredits,
        outputTokensEach: ask.outputTokensEach,
        inputTokensMost: ask.inputTokensMost,
        outputTokensMost: ask.outputTokensMost,
        routes: ask.routes,
        headers,
      };
    }
    const lesser =
      attempt < attemptsMost ? lesserAsk(ask, result.refusal, incoming, understood, permitted) : undefined;
    if (!lesser) throw refusalError(gateway, permitted, understood, ask, result.refusal);
    ask = lesser;
  }
}

function heldCall(
  incoming: Incoming,
  understood: Understood,
  { caller, model, price }: Permitted,
  { most }: Ask,
  shares: MeterShare[],
): HeldCall {
  const inputOnly = { ...noTokens, input: understood.inputTokensLikely, images: understood.images };
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
    inputCostMicroCredits: costMicroCredits(price, inputOnly).toString(),
    shares: shares.map(toHeldShare),
  };
}
