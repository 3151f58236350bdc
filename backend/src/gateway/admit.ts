import { formatCredits } from '../lib/credits.ts';
import type { Admitted, Gateway, Incoming, Permitted, Understood } from './call.ts';
import { inFlightBudgetExhausted, insufficientCredits, rateLimitExceeded } from './errors.ts';
import type { GatewayError } from './errors.ts';
import type { HeldCall, MeterShare, Refusal } from './money/items.ts';
import { costMicroCredits, worstCaseMicroCredits } from './price.ts';

/** The longest answer of a model that says nothing of its limits, when the client does not say either; sent upstream as a cap. */
const defaultOutputTokens = 4_096;

/**
 * Step 4: reserve the worst case on every meter that applies, all or nothing.
 * @throws insufficient_credits, in_flight_budget_exhausted, rate_limit_exceeded, database_unavailable
 */
export async function admit(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
): Promise<Admitted> {
  const { caller, model, price } = permitted;
  const known = understood.outputTokensMost ?? numberToTokens(model.maxOutputTokens ?? model.contextLength);
  const outputTokens = (known ?? BigInt(defaultOutputTokens)) * understood.choices;
  const holdMicroCredits = worstCaseMicroCredits(price, understood.inputTokensMost, outputTokens);
  const shares = sharesOf(permitted, holdMicroCredits, understood.inputTokensMost + outputTokens);
  const record: HeldCall = {
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
    accountMeterId: price.free ? null : caller.balanceMeterId.toString(),
    holdMicroCredits: holdMicroCredits.toString(),
    inputTokens: understood.inputTokensLikely.toString(),
    inputCostMicroCredits: costMicroCredits(price, {
      input: understood.inputTokensLikely,
      cachedInput: 0n,
      output: 0n,
    }).toString(),
  };
  const result = await gateway.batcher.admit({ requestId: incoming.requestId, shares, record });
  if (!result.admitted) throw refusalError(gateway, result.refusal, holdMicroCredits);
  gateway.onAdmitted(caller.keyId, incoming.createdAtMs);
  return {
    hold: result.hold,
    shares,
    holdMicroCredits,
    outputCap: known === null ? defaultOutputTokens : null,
  };
}

/** Free models hold no credits, but still count in rate windows. A call never asks a window for more than the whole of it. */
function sharesOf({ caller, price }: Permitted, holdMicroCredits: bigint, tokens: bigint): MeterShare[] {
  const rates = caller.rateMeters.map(({ meterId, tokensLimit }) => ({
    meterId,
    holdMicroCredits: 0n,
    tokens: tokensLimit === null ? 0n : tokens < tokensLimit ? tokens : tokensLimit,
  }));
  return price.free ? rates : [{ meterId: caller.balanceMeterId, holdMicroCredits, tokens: 0n }, ...rates];
}

function refusalError(
  gateway: Gateway,
  { unit, used, held, limit, resetsMs }: Refusal,
  neededMicroCredits: bigint,
): GatewayError {
  const left = limit - used - held;
  const remaining = left > 0n ? left : 0n;
  if (unit !== 'credits') return rateLimitExceeded(unit, { limit, remaining, resetsMs: resetsMs ?? 60_000 });
  const availableCredits = formatCredits(remaining);
  if (held > 0n && used + neededMicroCredits <= limit)
    return inFlightBudgetExhausted({ availableCredits, heldCredits: formatCredits(held) });
  return insufficientCredits({
    availableCredits,
    neededCredits: formatCredits(neededMicroCredits),
    topUpUrl: `${gateway.publicUrl}/credits`,
  });
}

function numberToTokens(count: number | null): bigint | null {
  return count === null ? null : BigInt(count);
}
