import type { IncomingMessage } from 'node:http';
import { costMicroCredits } from '../lib/call-cost.ts';
import { formatCredits, parseCredits } from '../lib/credits.ts';
import { noTokens } from '../lib/token-counts.ts';
import { type Ask, firstAsk, largestWithin, mayLower, shortened, smallestAnswer } from './ask.ts';
import type { Permitted, Understood } from './call.ts';
import type { Incoming } from './incoming.ts';
import { invalidRequest, maxCostExceeded } from './errors.ts';
import { overrunTokens } from './overrun.ts';

const maxCostHeader = 'x-max-cost-credits';
const creditsForm = /^\d{1,12}(\.\d{1,6})?$/;

/** The most that the client lets a call cost; null: it does not say. @throws 400 */
export function readMaxCost({ headers }: IncomingMessage): bigint | null {
  const value = headers[maxCostHeader];
  if (value === undefined) return null;
  if (typeof value !== 'string' || !creditsForm.test(value))
    throw invalidRequest(
      `The header "${maxCostHeader}" must be credits as a decimal number with up to 6 places, such as 0.25.`,
      maxCostHeader,
    );
  return parseCredits(value);
}

/**
 * What a call asks for at first: all that it may come to, within what its client lets it cost.
 * @throws max_cost_exceeded when no answer fits into that, or none as long as asked for where it may not be shortened
 */
export function openingAsk(incoming: Incoming, understood: Understood, permitted: Permitted): Ask {
  const ask = firstAsk(understood, permitted);
  const { maxCostMicroCredits: most } = understood;
  if (most === null || ask.most.microCredits <= most) return ask;
  const outputTokensEach = mayLower(incoming)
    ? largestWithin(ask, understood, permitted, ({ microCredits }) => microCredits <= most)
    : 0n;
  if (outputTokensEach === 0n)
    throw maxCostExceeded({
      maxCostCredits: formatCredits(most),
      neededCredits: formatCredits(ask.most.microCredits),
      smallestCredits: formatCredits(smallestAnswer(understood, permitted).microCredits),
    });
  return shortened(ask, understood, permitted, outputTokensEach);
}

/**
 * The output that a stream is cut at because it would cost more than its client lets it: never less than what was
 * held for, which an honest server keeps to. Null: nothing but the hold bounds it.
 */
export function payableOutput(understood: Understood, { price }: Permitted, held: bigint): bigint | null {
  const { maxCostMicroCredits: most, inputTokensLikely: input, images, media } = understood;
  if (most === null || price.free || media) return null;
  let payable = held;
  let tooMuch = overrunTokens(held);
  while (tooMuch - payable > 1n) {
    const output = (payable + tooMuch) / 2n;
    if (costMicroCredits(price, { ...noTokens, input, output, images }) <= most) payable = output;
    else tooMuch = output;
  }
  return payable;
}
