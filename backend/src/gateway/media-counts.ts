import { chargesUnits, type Price } from '../lib/call-cost.ts';
import { noTokens, type TokenCounts, toTokenCounts, type Units } from '../lib/token-counts.ts';
import type { Counted } from './call-tokens.ts';
import type { MediaAsked } from './asked.ts';
import type { Answered, Relayed, Understood } from './call.ts';
import { tokenCounterFor } from './count-tokens.ts';

/** Lengths that an upstream states are believed up to here: some formats take next to nothing for silence. */
const factorMost = 10n;
const secondsFree = 60n;

/** What a call is likely to have in its input; it is charged where nobody comes to know more. */
export function likelyInput({ inputTokensLikely: input, images, media }: Understood): TokenCounts {
  if (!media) return { ...noTokens, input, images };
  const { inputSeconds, characters } = media.likely;
  const { inputTokens } = media;
  return toTokenCounts({
    input: input + inputTokens,
    [partsOf(media).input]: inputTokens,
    images,
    inputSeconds,
    characters,
  });
}

/** What tokens of media are, which may have a price of their own. */
function partsOf({ most }: MediaAsked) {
  return most.outputImages > 0n
    ? ({ input: 'imageInput', output: 'imageOutput' } as const)
    : ({ input: 'audioInput', output: 'audioOutput' } as const);
}

/**
 * What a call for images or sound that is charged has come to: units as they came or as the upstream says, as they
 * were asked for where nobody knows; tokens where the upstream says them, or where such calls are charged by nothing else.
 */
export async function countMedia(
  answered: Answered,
  media: MediaAsked,
  believed: TokenCounts,
  isDisbelieved: boolean,
): Promise<Counted> {
  const { understood, relayed } = answered;
  const { price } = answered.permitted;
  const guessesTokens = price.chargesTokens && !chargesUnits(price, media.most);
  const { units, isGuess } = unitsOf(media, price, relayed, guessesTokens);
  const tokens = guessesTokens ? await withGuesses(answered, media, believed, units) : believed;
  const wasStopped = relayed.usage === null && relayed.outcome !== 'success';
  const wereCounted = tokens.input !== believed.input || tokens.output !== believed.output;
  return {
    tokens: toTokenCounts({ ...tokens, ...units, images: understood.images }),
    estimated: isGuess || isDisbelieved || wereCounted || wasStopped,
    isDisbelieved,
  };
}

/** What nobody knows is guessed only where it is charged: the upstream was asked for it, and may bill it. */
function unitsOf(
  { most, likely }: MediaAsked,
  price: Price,
  { units: came, unreadBytes }: Relayed,
  guessesTokens: boolean,
): { units: Units; isGuess: boolean } {
  const isPriced = (part: 'perInputSecond' | 'perOutputSecond' | 'perOutputImage') =>
    price.steps.some((step) => step[`${part}MicroCredits`] > 0n);
  const input = secondsOf(
    came?.inputSeconds,
    most.inputSeconds,
    likely.inputSeconds,
    isPriced('perInputSecond'),
  );
  const output = secondsOf(
    came?.outputSeconds,
    most.outputSeconds,
    likely.outputSeconds,
    guessesTokens || isPriced('perOutputSecond'),
  );
  // Events that are too long to be looked into went to the client as they came: nobody has counted these.
  const images = imagesOf(
    unreadBytes > 0 ? undefined : came?.outputImages,
    likely.outputImages,
    guessesTokens || isPriced('perOutputImage'),
  );
  const units = {
    outputImages: images.count,
    inputSeconds: input.seconds,
    outputSeconds: output.seconds,
    characters: likely.characters,
  };
  return { units, isGuess: input.isGuess || output.isGuess || images.isGuess };
}

function imagesOf(came: bigint | undefined, asked: bigint, isCharged: boolean) {
  if (came !== undefined || asked === 0n || !isCharged) return { count: came ?? 0n, isGuess: false };
  return { count: asked, isGuess: true };
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
  { understood, admitted, relayed }: Answered,
  media: MediaAsked,
  believed: TokenCounts,
  units: Units,
): Promise<TokenCounts> {
  const { countInput, inputTokensLikely } = understood;
  const { inputTokensMost, outputTokensMost } = admitted;
  const { provider, outputTexts } = relayed;
  const counter = await tokenCounterFor(provider?.kind ?? 'openai-compatible');
  const parts = partsOf(media);
  const tokens = { ...believed };
  if (believed.input === 0n) {
    const texts = await countInput(counter).catch(() => inputTokensLikely);
    tokens.input = least(media.inputTokens + texts, inputTokensMost);
    tokens[parts.input] = media.inputTokens;
  }
  if (believed.output === 0n) {
    const made = media.outputTokens?.(units);
    tokens.output = least(made ?? (await counter.count(outputTexts(), outputTokensMost)), outputTokensMost);
    tokens[parts.output] = made ?? 0n;
  }
  return tokens;
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
