import type { Admitted, Gateway, Incoming, Permitted, Relayed, Understood } from './call.ts';
import { tokenCounterFor } from './count-tokens.ts';
import { costMicroCredits, type TokenCounts } from './price.ts';

/** What a settled call came to. */
export type Settled = { costMicroCredits: bigint; tokens: TokenCounts };

const nothing: TokenCounts = { input: 0n, cachedInput: 0n, output: 0n };

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
  relayed: Relayed,
): Promise<Settled> {
  const { caller, model, price } = permitted;
  const tokens = relayed.charged ? (relayed.usage ?? (await countTokens(understood, relayed))) : nothing;
  const cost = relayed.charged ? costMicroCredits(price, tokens) : 0n;
  const latencyMs = Math.round(performance.now() - incoming.startedMs);
  await gateway.batcher.settle({
    hold: admitted.hold,
    shares: admitted.shares,
    accountMeterId: price.free ? null : caller.balanceMeterId,
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
      estimated: relayed.charged && relayed.estimated,
      costMicroCredits: cost,
      holdMicroCredits: admitted.holdMicroCredits,
      priceId: price.id,
      latencyMs,
      firstTokenMs: relayed.firstTokenMs === null ? null : Math.round(relayed.firstTokenMs),
    },
  });
  gateway.onFinished({
    surface: incoming.surface.name,
    outcome: relayed.outcome,
    status: relayed.status,
    provider: relayed.provider?.name ?? null,
    latencyMs,
    tokens,
    costMicroCredits: cost,
  });
  return { costMicroCredits: cost, tokens };
}

async function countTokens(understood: Understood, { provider, outputText }: Relayed): Promise<TokenCounts> {
  const counter = await tokenCounterFor(provider?.kind ?? 'openai-compatible');
  return { input: understood.countInput(counter), cachedInput: 0n, output: counter.count(outputText()) };
}
