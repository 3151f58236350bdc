import { type Counted, tokensOfCall } from './call-tokens.ts';
import type { Admitted, Answered, Relayed, Settled } from './call.ts';
import type { Gateway } from './gateway.ts';
import { decisionOf } from './decision.ts';
import type { FinishedCall, OverHold } from './finished-call.ts';
import type { UsageRecord } from './money/items.ts';
import { costMicroCredits } from '../lib/call-cost.ts';
import { tokenDetailsOf } from '../lib/token-counts.ts';

/** What a call came to, before it is written down. */
type Sum = Counted & { charged: boolean; costMicroCredits: bigint; latencyMs: number };

/**
 * Step 7: the call's usage record, its cost and the end of its hold, committed together before the client
 * gets the last byte. Missing usage is counted, never taken for zero.
 */
export async function settle(gateway: Gateway, answered: Answered): Promise<Settled> {
  const { incoming, permitted, admitted, relayed } = answered;
  const { tokens, estimated, isDisbelieved } = await tokensOfCall(gateway, answered);
  const charged = relayed.charged && !incoming.surface.isFree;
  const cost = charged ? costMicroCredits(permitted.price, tokens) : 0n;
  const latencyMs = Math.round(performance.now() - incoming.startedMs);
  const sum: Sum = { tokens, estimated, isDisbelieved, charged, costMicroCredits: cost, latencyMs };
  await gateway.batcher.settle({
    hold: admitted.hold,
    shares: admitted.shares,
    usage: usageRecordOf(answered, sum),
  });
  const overHold = overHoldOf(admitted, relayed, sum);
  if (overHold) warn(gateway, answered, sum, overHold);
  gateway.onFinished(finishedCallOf(answered, sum, overHold));
  return { costMicroCredits: cost, tokens, estimated };
}

function usageRecordOf(answered: Answered, sum: Sum): UsageRecord {
  const { incoming, understood, permitted, admitted, routed, relayed } = answered;
  const { caller, model, price } = permitted;
  const { tokens } = sum;
  return {
    requestId: incoming.requestId,
    createdAtMs: incoming.createdAtMs,
    accountId: caller.accountId,
    projectId: caller.projectId,
    keyId: caller.keyId,
    userId: caller.userId,
    modelId: model.id,
    modelName: model.name,
    providerId: relayed.provider?.id ?? null,
    providerName: relayed.provider?.name ?? null,
    surface: incoming.surface.name,
    stream: understood.stream,
    status: relayed.status,
    outcome: relayed.outcome,
    errorCode: relayed.errorCode,
    inputTokens: tokens.input,
    cachedInputTokens: tokens.cachedInput,
    outputTokens: tokens.output,
    estimated: sum.estimated,
    costMicroCredits: sum.costMicroCredits,
    holdMicroCredits: admitted.holdMicroCredits,
    priceId: price.id,
    latencyMs: sum.latencyMs,
    firstTokenMs: relayed.firstTokenMs === null ? null : Math.round(relayed.firstTokenMs),
    tokenDetails: tokenDetailsOf(tokens),
    charged: sum.charged,
    decision: routed && decisionOf(permitted, admitted, routed, relayed),
  };
}

function finishedCallOf(
  { incoming, permitted, relayed }: Answered,
  { tokens, costMicroCredits, latencyMs }: Sum,
  overHold: OverHold | null,
): FinishedCall {
  return {
    requestId: incoming.requestId,
    headers: incoming.request.headers,
    createdAtMs: incoming.createdAtMs,
    surface: incoming.surface.name,
    modelName: permitted.model.name,
    outcome: relayed.outcome,
    status: relayed.status,
    errorCode: relayed.errorCode,
    provider: relayed.provider?.name ?? null,
    providerKind: relayed.provider?.kind ?? null,
    latencyMs,
    firstTokenMs: relayed.firstTokenMs,
    tokens,
    costMicroCredits,
    overHold,
  };
}

function overHoldOf(
  { holdMicroCredits, outputTokensMost }: Admitted,
  { isCutShort }: Relayed,
  { tokens, isDisbelieved, costMicroCredits }: Sum,
): OverHold | null {
  if (isCutShort) return 'stopped';
  if (isDisbelieved) return 'disbelieved';
  return costMicroCredits > holdMicroCredits || tokens.output > outputTokensMost ? 'charged' : null;
}

function warn({ log }: Gateway, answered: Answered, { tokens }: Sum, overHold: OverHold): void {
  const { incoming, permitted, admitted, relayed } = answered;
  const { provider, usage } = relayed;
  const show = (input: bigint, output: bigint) => ({ input: input.toString(), output: output.toString() });
  log.warn(
    {
      requestId: incoming.requestId,
      overHold,
      model: permitted.model.name,
      provider: provider?.name,
      held: show(admitted.inputTokensMost, admitted.outputTokensMost),
      claimed: usage && show(usage.input, usage.output),
      settled: show(tokens.input, tokens.output),
    },
    'a call came to more than was held for',
  );
}
