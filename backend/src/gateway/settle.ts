import type { Admitted, Gateway, Incoming, Permitted, Relayed, Settled, Understood } from './call.ts';
import { tokenCounterFor } from './count-tokens.ts';
import { likelyTokens } from './input-text.ts';
import { costMicroCredits } from '../lib/call-cost.ts';
import { noTokens, type TokenCounts, tokenDetailsOf } from '../lib/token-counts.ts';

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
  const { tokens, estimated } = relayed.charged
    ? await countTokens(understood, relayed).catch((error: unknown) => {
        gateway.log.error(
          { err: error, requestId: incoming.requestId },
          'tokens could not be counted; guessing',
        );
        return guessTokens(understood, relayed);
      })
    : { tokens: noTokens, estimated: false };
  const cost = relayed.charged ? costMicroCredits(price, tokens) : 0n;
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
      charged: relayed.charged,
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
  return { costMicroCredits: cost, tokens, estimated };
}

/**
 * The upstream's counts. What they lack, or have as zero (some servers leave out a cached prompt), is
 * counted here, if there was anything to count.
 */
async function countTokens(
  { countInput, outputTokensMost, images }: Understood,
  { usage, provider, outputTexts }: Relayed,
): Promise<{ tokens: TokenCounts; estimated: boolean }> {
  const counts = { ...(usage ?? noTokens), images };
  const { input, output } = counts;
  const hasOutput = output > 0n || outputTokensMost === 0n;
  if (input > 0n && hasOutput) return { tokens: counts, estimated: false };
  const counter = await tokenCounterFor(provider?.kind ?? 'openai-compatible');
  const tokens = {
    ...counts,
    input: input || (await countInput(counter)),
    output: hasOutput ? output : await counter.count(outputTexts()),
  };
  return { tokens, estimated: usage === null || tokens.input !== input || tokens.output !== output };
}

/** What is left when counting itself fails: an admitted call must settle whatever happens. */
function guessTokens({ inputTokensLikely, images }: Understood, { usage, outputTexts }: Relayed) {
  const counts = usage ?? { ...noTokens, input: inputTokensLikely, output: likelyTokens(outputTexts()) };
  return { tokens: { ...counts, images }, estimated: true };
}
