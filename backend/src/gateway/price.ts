import type { Price } from './snapshots/catalogue.ts';

/** Tokens of a call; cached input is a part of input (the OpenAI way of counting). */
export type TokenCounts = { input: bigint; cachedInput: bigint; output: bigint };

const million = 1_000_000n;
/** More than any account has. Sums of a whole batch of such amounts still fit into a bigint column. */
const mostMicroCredits = 9_000_000_000_000_000n;

/**
 * The cost of a call in micro-credits: per request, plus tokens at their prices per million, rounded up
 * once. Cached input without a price of its own is input.
 */
export function costMicroCredits(price: Price, tokens: TokenCounts): bigint {
  if (price.free) return 0n;
  const inputPrice = price.inputPerMillionMicroCredits ?? 0n;
  const cachedPrice = price.cachedInputPerMillionMicroCredits ?? inputPrice;
  const cached = tokens.cachedInput < tokens.input ? tokens.cachedInput : tokens.input;
  const perMillion =
    (tokens.input - cached) * inputPrice +
    cached * cachedPrice +
    tokens.output * (price.outputPerMillionMicroCredits ?? 0n);
  const cost = (price.perRequestMicroCredits ?? 0n) + (perMillion + million - 1n) / million;
  return cost < mostMicroCredits ? cost : mostMicroCredits;
}

/** The most a call can cost: none of its input cached, unless cached input is the dearer one. */
export function worstCaseMicroCredits(price: Price, inputTokens: bigint, outputTokens: bigint): bigint {
  const uncached = costMicroCredits(price, { input: inputTokens, cachedInput: 0n, output: outputTokens });
  const cached = costMicroCredits(price, {
    input: inputTokens,
    cachedInput: inputTokens,
    output: outputTokens,
  });
  return uncached > cached ? uncached : cached;
}
