import type { Price } from '../lib/call-cost.ts';
import { noTokens, type TokenCounts, toTokenCounts, type Units } from '../lib/token-counts.ts';
import type { Counted } from './call-tokens.ts';
import type { MediaAsked } from './asked.ts';
import type { Admitted, Permitted, Relayed, Understood } from './call.ts';
import { tokenCounterFor } from './count-tokens.ts';

/** Lengths that an upstream states are believed up to here: some formats take next to nothing for silence. */
const factorMost = 10n;
const secondsFree = 60n;

/** What a call is likely to have in its input; it is charged where nobody comes to know more. */
export function likelyInput({ inputTokensLikely: input, images, media }: Understood): TokenCounts {
  if (!media) return { ...noTokens, input, images };
  const { inputSeconds, characters } = media.likely;
  return toTokenCounts({ input: input + media.inputTokens, images, inputSeconds, characters });
}

/**
 * What a call for images or sound has come to, that cost: units as they came or as the upstream says, and tokens
 * where it says them, or where the model is charged by nothing else.
 */
export async function countMedia(
  understood: Understood,
  media: MediaAsked,
  { price }: Permitted,
  admitted: Admitted,
  relayed: Relayed,
  believed: TokenCounts,
  isDisbelieved: boolean,
): Promise<Counted> {
  const guessesTokens = price.chargesTokens && !price.chargesUnits;
  const { units, isGuess } = unitsOf(media, price, relayed, guessesTokens);
  const tokens = guessesTokens
    ? await withGuesses(believed, units, understood, media, admitted, relayed)
    : believed;
  const wasStopped = relayed.usage === null && relayed.outcome !== 'success';
  const wereCounted = tokens.input !== believed.input || tokens.output !== believed.output;
  return {
    tokens: toTokenCounts({ ...tokens, ...units, images: understood.images }),
    estimated: isGuess || isDisbelieved || wereCounted || wasStopped,
    isDisbelieved,
  };
}

/** Nothing of the output where nothing came; a length that nobody knows is guessed only where it is charged. */
function unitsOf(
  { most, likely }: MediaAsked,
  price: Price,
  { units: came, unreadBytes }: Relayed,
  guessesTokens: boolean,
): { units: Units; isGuess: boolean } {
  const isPriced = (part: 'perInputSecond' | 'perOutputSecond') =>
    price.steps.some((step) => step[`${part}MicroCredits`] > 0n);
  const input = secondsOf(
    came?.inputSeconds,
    most.inputSeconds,
    likely.inputSeconds,
    isPriced('perInputSecond'),
  );
  const output = secondsOf(
    came ? came.outputSeconds : 0n,
    most.outputSeconds,
    likely.outputSeconds,
    guessesTokens || isPriced('perOutputSecond'),
  );
  const images = came?.outputImages ?? 0n;
  // Events that are too long to be looked into went to the client as they came: as many as were asked for.
  const hasUnreadImages = unreadBytes > 0 && images < likely.outputImages;
  const units = {
    outputImages: hasUnreadImages ? likely.outputImages : images,
    inputSeconds: input.seconds,
    outputSeconds: output.seconds,
    characters: likely.characters,
  };
  return { units, isGuess: input.isGuess || output.isGuess || hasUnreadImages };
}

function secondsOf(said: bigint | undefined, most: bigint, likely: bigint, isCharged: boolean) {
  if (said !== undefined && said <= most * factorMost + secondsFree) return { seconds: said, isGuess: false };
  if (most === likely) return { seconds: likely, isGuess: false };
  // More than can be believed is at least all that was held for: who hides hours in few bytes pays for no guess.
  return isCharged
    ? { seconds: said === undefined ? likely : most, isGuess: true }
    : { seconds: 0n, isGuess: false };
}

/** Tokens of a model that is charged by them, where its upstream does not say or cannot be believed. */
async function withGuesses(
  believed: TokenCounts,
  units: Units,
  { countInput, inputTokensLikely }: Understood,
  media: MediaAsked,
  { inputTokensMost, outputTokensMost }: Admitted,
  { provider, outputTexts }: Relayed,
): Promise<TokenCounts> {
  const counter = await tokenCounterFor(provider?.kind ?? 'openai-compatible');
  const guessInput = async () =>
    media.inputTokens + (await countInput(counter).catch(() => inputTokensLikely));
  const guessOutput = () =>
    media.outputTokens ? media.outputTokens(units) : counter.count(outputTexts(), outputTokensMost);
  return {
    ...believed,
    input: believed.input || least(await guessInput(), inputTokensMost),
    output: believed.output || least(await guessOutput(), outputTokensMost),
  };
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
