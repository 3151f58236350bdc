import { type Counted, tokensOfCall } from './call-tokens.ts';
import type {
  Admitted,
  Gateway,
  Incoming,
  OverHold,
  Permitted,
  Relayed,
  Settled,
  Understood,
} from './call.ts';
import { decisionOf } from './decision.ts';
import type { Routed } from './route.ts';
import { costMicroCredits } from '../lib/call-cost.ts';
import { tokenDetailsOf } from '../lib/token-counts.ts';

/**
 * Step 7: the call's usage record, its cost and the end of its hold, committed together before the client
 * gets the last byte. Missing usage is counted, never taken for zero.
 */
export async function settle(
  gateway: Gateway,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
  admitted: Admitted,
  routed: Routed | null,
  relayed: Relayed,
): Promise<Settled> {
  const { caller, model, price } = permitted;
  const counted = await tokensOfCall(gateway, incoming, understood, permitted, admitted, relayed);
  const { tokens, estimated } = counted;
  const charged = relayed.charged && !incoming.surface.isFree;
  const cost = charged ? costMicroCredits(price, tokens) : 0n;
  const latencyMs = Math.round(performance.now() - incoming.startedMs);
  await gateway.batcher.settle({
    hold: admitted.hold,
    shares: admitted.shares,
    usage: {
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
      estimated,
      costMicroCredits: cost,
      holdMicroCredits: admitted.holdMicroCredits,
      priceId: price.id,
      latencyMs,
      firstTokenMs: relayed.firstTokenMs === null ? null : Math.round(relayed.firstTokenMs),
      tokenDetails: tokenDetailsOf(tokens),
      charged,
      decision: routed && decisionOf(permitted, admitted, routed, relayed),
    },
  });
  const overHold = overHoldOf(admitted, relayed, counted, cost);
  if (overHold) warn(gateway, incoming, permitted, admitted, relayed, counted, overHold);
  gateway.onFinished({
    requestId: incoming.requestId,
    headers: incoming.request.headers,
    createdAtMs: incoming.createdAtMs,
    surface: incoming.surface.name,
    modelName: model.name,
    outcome: relayed.outcome,
    status: relayed.status,
    errorCode: relayed.errorCode,
    provider: relayed.provider?.name ?? null,
    providerKind: relayed.provider?.kind ?? null,
    latencyMs,
    firstTokenMs: relayed.firstTokenMs,
    tokens,
    costMicroCredits: cost,
    overHold,
  });
  return { costMicroCredits: cost, tokens, estimated };
}

function overHoldOf(
  { holdMicroCredits, outputTokensMost }: Admitted,
  { isCutShort }: Relayed,
  { tokens, isDisbelieved }: Counted,
  costMicroCredits: bigint,
): OverHold | null {
  if (isCutShort) return 'stopped';
  if (isDisbelieved) return 'disbelieved';
  return costMicroCredits > holdMicroCredits || tokens.output > outputTokensMost ? 'charged' : null;
}

function warn(
  { log }: Gateway,
  { requestId }: Incoming,
  { model }: Permitted,
  { inputTokensMost, outputTokensMost }: Admitted,
  { provider, usage }: Relayed,
  { tokens }: Counted,
  overHold: OverHold,
): void {
  const show = (input: bigint, output: bigint) => ({ input: input.toString(), output: output.toString() });
  log.warn(
    {
      requestId,
      overHold,
      model: model.name,
      provider: provider?.name,
      held: show(inputTokensMost, outputTokensMost),
      claimed: usage && show(usage.input, usage.output),
      settled: show(tokens.input, tokens.output),
    },
    'a call came to more than was held for',
  );
}
