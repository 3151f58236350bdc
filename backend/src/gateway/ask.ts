import type { Incoming, Permitted, Understood } from './call.ts';
import type { Refusal } from './money/items.ts';
import { worstCaseMicroCredits } from '../lib/call-cost.ts';
import { type Purse, pursesFor } from './purses.ts';
import type { WorstCase } from './shares.ts';
import type { Route } from './snapshots/catalogue.ts';

/** The longest answer of a model that says nothing of its limits, when the client does not say either; sent upstream as a cap. */
const defaultOutputTokens = 4_096n;
/** `false`: rather refuse a call than bound its answer to what can be paid. */
const lowerHeader = 'x-litemaas-lower-max-tokens';

/** What a call asks to be let in with. */
export type Ask = {
  routes: Route[];
  /** The most tokens that each choice of the answer can have. */
  outputTokensEach: bigint;
  most: WorstCase;
  /** What of this the upstream must be told, because nobody else does. */
  outputCap: bigint | null;
  isLowered: boolean;
  /** Grants that are asked to pay before the account is. */
  purses: Purse[];
};

/** All routes, and an answer as long as the client and the model allow. */
export function firstAsk(understood: Understood, permitted: Permitted): Ask {
  const { model, routes } = permitted;
  const modelMost = model.maxOutputTokens ?? model.contextLength;
  const known = understood.outputTokensMost ?? (modelMost === null ? null : BigInt(modelMost));
  const outputTokensEach = known ?? defaultOutputTokens;
  return {
    routes,
    outputTokensEach,
    most: worstCase(understood, permitted, outputTokensEach),
    outputCap: known === null ? outputTokensEach : null,
    isLowered: false,
    purses: pursesFor(permitted),
  };
}

/** What may be let in where `ask` was refused: without a provider that has no room, or with a shorter answer. Undefined: nothing. */
export function lesserAsk(
  ask: Ask,
  refusal: Refusal,
  { request }: Incoming,
  understood: Understood,
  permitted: Permitted,
): Ask | undefined {
  const meter = permitted.meters.find(({ id }) => id === refusal.meterId);
  if (meter?.scope === 'provider') {
    const routes = ask.routes.filter(({ provider }) => provider.id !== meter.scopeId);
    return routes.length > 0 ? { ...ask, routes } : undefined;
  }
  if (request.headers[lowerHeader] === 'false' || isOnlyHeld(refusal, ask.most)) return undefined;
  const outputTokensEach = affordableOutput(ask, refusal, understood, permitted);
  if (outputTokensEach === 0n) return undefined;
  const most = worstCase(understood, permitted, outputTokensEach);
  return { ...ask, outputTokensEach, most, outputCap: outputTokensEach, isLowered: true };
}

/** Whether there will be room once the calls that run have ended, if they cost nothing. */
export function isOnlyHeld({ unit, used, limit }: Refusal, wanted: WorstCase): boolean {
  if (unit === 'credits') return used + wanted.microCredits <= limit;
  return unit === 'tokens' && used + wanted.tokens <= limit;
}

/** The least a call can come to that answers at all. */
export function smallestAnswer(understood: Understood, permitted: Permitted): WorstCase {
  return worstCase(understood, permitted, understood.outputTokensMost === 0n ? 0n : 1n);
}

/** The longest answer, below the one asked for, that there is room for; 0: none. */
function affordableOutput(
  { outputTokensEach }: Ask,
  { unit, used, held, limit }: Refusal,
  understood: Understood,
  permitted: Permitted,
): bigint {
  if (unit !== 'credits' && unit !== 'tokens') return 0n;
  const room = limit - used - held;
  const fits = (each: bigint) => {
    const { microCredits, tokens } = worstCase(understood, permitted, each);
    return (unit === 'credits' ? microCredits : tokens) <= room;
  };
  let fitting = 0n;
  let tooLong = outputTokensEach;
  while (tooLong - fitting > 1n) {
    const middle = (fitting + tooLong) / 2n;
    if (fits(middle)) fitting = middle;
    else tooLong = middle;
  }
  return fitting;
}

function worstCase(understood: Understood, { price }: Permitted, outputTokensEach: bigint): WorstCase {
  const outputTokens = outputTokensEach * understood.choices;
  return {
    microCredits: worstCaseMicroCredits(price, understood, outputTokens),
    tokens: understood.inputTokensMost + outputTokens,
  };
}
