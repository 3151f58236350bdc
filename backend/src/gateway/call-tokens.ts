import type { Admitted, Answered, Permitted, Relayed, Understood } from './call.ts';
import type { Gateway } from './gateway.ts';
import { tokenCounterFor } from './count-tokens.ts';
import { countMedia } from './media-counts.ts';
import { likelyTokens, tokensOfBytes } from './input-text.ts';
import { noTokens, type TokenCounts, toTokenCounts } from '../lib/token-counts.ts';

/** Estimated: some was counted here. Disbelieved: the upstream's own counts, or a part of them, cannot be. */
export type Counted = { tokens: TokenCounts; estimated: boolean; isDisbelieved: boolean };

/** The tokens of a call that has ended. Missing counts are counted, and what is counted here is never more than was held for. */
export async function tokensOfCall(gateway: Gateway, answered: Answered): Promise<Counted> {
  const { incoming, understood, permitted, admitted, relayed } = answered;
  const { requestId, surface } = incoming;
  if (!relayed.charged || surface.isFree) return { tokens: noTokens, estimated: false, isDisbelieved: false };
  const claimed = relayed.usage ?? noTokens;
  const believed = believable(claimed, understood, permitted, admitted);
  const isDisbelieved = believed.input !== claimed.input || believed.output !== claimed.output;
  if (understood.media) return countMedia(answered, understood.media, believed, isDisbelieved);
  const tokens = await countMissing(believed, understood, admitted, relayed).catch((error: unknown) => {
    gateway.log.error({ err: error, requestId }, 'tokens could not be counted; guessing');
    return guessMissing(believed, understood, admitted, relayed);
  });
  const estimated =
    relayed.usage === null || tokens.input !== claimed.input || tokens.output !== claimed.output;
  const { images } = understood;
  const isWhole = tokens === claimed && images === claimed.images;
  return { tokens: isWhole ? tokens : toTokenCounts({ ...tokens, images }), estimated, isDisbelieved };
}

/** Servers add prompts of their own, and some think beyond their bound; no honest one counts this many times what it may. */
const factorMost = 10n;
const inputTokensFree = 10_000n;
const outputTokensFree = 1_000n;

/** The counts without those that cannot be: more than any context holds, or many times what the call could come to. */
function believable(
  claimed: TokenCounts,
  { choices }: Understood,
  { model }: Permitted,
  { inputTokensMost, outputTokensMost }: Admitted,
): TokenCounts {
  const context = model.contextLength === null ? null : BigInt(model.contextLength);
  const isWithin = (tokens: bigint, held: bigint, free: bigint, times: bigint) =>
    tokens <= held || (tokens <= held * factorMost + free && (context === null || tokens <= context * times));
  const input = isWithin(claimed.input, inputTokensMost, inputTokensFree, 1n) ? claimed.input : 0n;
  const output = isWithin(claimed.output, outputTokensMost, outputTokensFree, choices) ? claimed.output : 0n;
  if (input === claimed.input && output === claimed.output) return claimed;
  return {
    ...claimed,
    input,
    output,
    cachedInput: claimed.cachedInput < input ? claimed.cachedInput : input,
  };
}

/**
 * What an upstream's counts lack, or have as zero (some servers leave out a cached prompt), is counted here, and
 * so is what was said after them.
 */
async function countMissing(
  believed: TokenCounts,
  { countInput, outputTokensMost: asked }: Understood,
  { inputTokensMost, outputTokensMost }: Admitted,
  { provider, outputTexts, unreadBytes, saidMore }: Relayed,
): Promise<TokenCounts> {
  const hasOutput = (believed.output > 0n && !saidMore) || asked === 0n;
  if (believed.input > 0n && hasOutput) return believed;
  const counter = await tokenCounterFor(provider?.kind ?? 'openai-compatible');
  const countOutput = async () =>
    (await counter.count(outputTexts(), outputTokensMost)) + tokensOfBytes(unreadBytes);
  return {
    ...believed,
    input: believed.input || least(await countInput(counter), inputTokensMost),
    output: hasOutput ? believed.output : most(believed.output, least(await countOutput(), outputTokensMost)),
  };
}

/** What is left when counting itself fails: an admitted call must settle whatever happens. */
function guessMissing(
  believed: TokenCounts,
  { inputTokensLikely }: Understood,
  { inputTokensMost, outputTokensMost }: Admitted,
  { outputTexts, unreadBytes }: Relayed,
): TokenCounts {
  const output = likelyTokens(outputTexts()) + tokensOfBytes(unreadBytes);
  return {
    ...believed,
    input: believed.input || least(inputTokensLikely, inputTokensMost),
    output: most(believed.output, least(output, outputTokensMost)),
  };
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
const most = (a: bigint, b: bigint) => (a > b ? a : b);
