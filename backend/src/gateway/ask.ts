import type { Permitted, Understood } from './call.ts';
import type { Incoming } from './incoming.ts';
import { invalidRequest } from './errors.ts';
import type { Refusal } from './money/items.ts';
import { worstCaseMicroCredits } from '../lib/call-cost.ts';
import { type Purse, pursesFor } from './purses.ts';
import type { WorstCase } from './shares.ts';
import type { Model, Route } from './snapshots/catalogue.ts';

/** The longest answer of a model that says nothing of its limits, when the client does not say either. */
const defaultOutputTokens = 4_096n;
/** The same of one that says only how long its context is. */
const contextOutputTokens = 16_384n;
/** `false`: rather refuse a call than bound its answer to what can be paid. */
const lowerHeader = 'x-litemaas-lower-max-tokens';

/** What a call asks to be let in with. */
export type Ask = {
  routes: Route[];
  /** The most tokens that each choice of the answer can have; the upstream is told. */
  outputTokensEach: bigint;
  /** The most tokens of the input, and of all choices with what they may think. */
  inputTokensMost: bigint;
  outputTokensMost: bigint;
  most: WorstCase;
  isLowered: boolean;
  /** Grants that are asked to pay before the account is. */
  purses: Purse[];
};

/** All routes, and an answer as long as the client and the model allow. @throws 400 when nothing bounds the input */
export function firstAsk(understood: Understood, permitted: Permitted): Ask {
  const { model, routes } = permitted;
  if (understood.unboundedPart !== null && model.contextLength === null)
    throw invalidRequest(
      `What "${understood.unboundedPart}" may cost cannot be told, since the context length of "${model.name}" is not known.`,
      understood.inputField,
    );
  const outputTokensEach = boundOf(understood, model) ?? longestAnswer(understood, model);
  return {
    routes,
    isLowered: false,
    purses: pursesFor(permitted),
    ...askFor(understood, permitted, outputTokensEach),
  };
}

/** How long the client, or the kind of the call, lets an answer be; images and sound are no longer than the model can. */
function boundOf({ outputTokensMost: most, media }: Understood, { maxOutputTokens }: Model): bigint | null {
  if (!media || most === null || maxOutputTokens === null) return most;
  return BigInt(maxOutputTokens) < most ? BigInt(maxOutputTokens) : most;
}

/**
 * The longest answer of a model when the client does not bound it. Servers refuse a bound that has no room beside
 * the prompt (vLLM, OpenAI), so it gets what the prompt leaves of the context: for certain where the prompt's
 * bytes leave something, else a quarter, since texts have about four bytes a token.
 */
function longestAnswer(understood: Understood, { maxOutputTokens, contextLength }: Model): bigint {
  if (contextLength === null) return maxOutputTokens === null ? defaultOutputTokens : BigInt(maxOutputTokens);
  const context = BigInt(contextLength);
  const most = maxOutputTokens === null ? contextOutputTokens : BigInt(maxOutputTokens);
  const quarter = context > 4n ? context / 4n : 1n;
  const left = context - understood.inputTokensMost;
  const room = left > quarter ? left : quarter;
  return most < room ? most : room;
}

/** What may be let in where `ask` was refused: without a provider that has no room, or with a shorter answer. Undefined: nothing. */
export function lesserAsk(
  ask: Ask,
  refusal: Refusal,
  incoming: Incoming,
  understood: Understood,
  permitted: Permitted,
): Ask | undefined {
  const meter = permitted.meters.find(({ id }) => id === refusal.meterId);
  if (meter?.scope === 'provider') {
    const routes = ask.routes.filter(({ provider }) => provider.id !== meter.scopeId);
    return routes.length > 0 ? { ...ask, routes } : undefined;
  }
  if (!mayLower(incoming) || isOnlyHeld(refusal, ask.most)) return undefined;
  const outputTokensEach = affordableOutput(ask, refusal, understood, permitted);
  return outputTokensEach === 0n ? undefined : shortened(ask, understood, permitted, outputTokensEach);
}

/** Whether the answer may be bounded to what can be paid: where there is a word in which the upstream is told. */
export const mayLower = ({ request, surface }: Incoming) =>
  surface.boundField !== null && request.headers[lowerHeader] !== 'false';

/** The same with an answer bounded to this. */
export function shortened(
  ask: Ask,
  understood: Understood,
  permitted: Permitted,
  outputTokensEach: bigint,
): Ask {
  return { ...ask, ...askFor(understood, permitted, outputTokensEach), isLowered: true };
}

/** Whether there will be room once the calls that run have ended, if they cost nothing. */
export function isOnlyHeld({ unit, used, limit }: Refusal, wanted: WorstCase): boolean {
  if (unit === 'credits') return used + wanted.microCredits <= limit;
  return unit === 'tokens' && used + wanted.tokens <= limit;
}

/** The least a call can come to that answers at all. */
export function smallestAnswer(understood: Understood, permitted: Permitted): WorstCase {
  if (understood.media) return firstAsk(understood, permitted).most;
  return worstCase(understood, permitted, understood.outputTokensMost === 0n ? 0n : 1n);
}

/** The longest answer, below the one asked for, that there is room for; 0: none. */
function affordableOutput(
  ask: Ask,
  { unit, used, held, limit }: Refusal,
  understood: Understood,
  permitted: Permitted,
): bigint {
  if (unit !== 'credits' && unit !== 'tokens') return 0n;
  const room = limit - used - held;
  return largestWithin(
    ask,
    understood,
    permitted,
    ({ microCredits, tokens }) => (unit === 'credits' ? microCredits : tokens) <= room,
  );
}

/** The longest answer, below the one of `ask`, whose worst case fits; 0: none. */
export function largestWithin(
  { outputTokensEach }: Ask,
  understood: Understood,
  permitted: Permitted,
  fits: (most: WorstCase) => boolean,
): bigint {
  let fitting = 0n;
  let tooLong = outputTokensEach;
  while (tooLong - fitting > 1n) {
    const middle = (fitting + tooLong) / 2n;
    if (fits(worstCase(understood, permitted, middle))) fitting = middle;
    else tooLong = middle;
  }
  return fitting;
}

function askFor(understood: Understood, permitted: Permitted, outputTokensEach: bigint) {
  return {
    outputTokensEach,
    inputTokensMost: mostInput(understood, permitted.model).inputTokensMost,
    outputTokensMost: allOutput(understood, permitted.model, outputTokensEach),
    most: worstCase(understood, permitted, outputTokensEach),
  };
}

/** Nobody says how long a model may think that is not bounded: as long as it may answer. */
function allOutput(understood: Understood, model: Model, outputTokensEach: bigint): bigint {
  const beside = understood.besideTokensMost ?? longestAnswer(understood, model);
  return (outputTokensEach + beside) * understood.choices;
}

function worstCase(understood: Understood, { price, model }: Permitted, outputTokensEach: bigint): WorstCase {
  const outputTokens = allOutput(understood, model, outputTokensEach);
  const input = mostInput(understood, model);
  return {
    microCredits: worstCaseMicroCredits(price, input, outputTokens, understood.media?.most),
    // Who sells images or seconds has no tokens to count.
    tokens: understood.media && !price.chargesTokens ? 0n : input.inputTokensMost + outputTokens,
  };
}

/** Media are never more than the whole context: what is longer is refused or cut by the model server. */
function mostInput(understood: Understood, { contextLength }: Model) {
  const { inputTokensMost, mediaTokensMost, images, unboundedPart } = understood;
  if (contextLength === null || (unboundedPart === null && mediaTokensMost === 0n)) return understood;
  const context = BigInt(contextLength);
  const media = unboundedPart !== null || mediaTokensMost > context ? context : mediaTokensMost;
  return { inputTokensMost: inputTokensMost - mediaTokensMost + media, mediaTokensMost: media, images };
}
