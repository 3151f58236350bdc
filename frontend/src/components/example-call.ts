import type { CallTokens, Unit } from './call-cost.ts';
import type { PricePart, Prices } from './price-parts.ts';

const ofTexts = { input: 1000n, output: 500n };
/** Where only input has a price, as of embeddings, answers have no tokens. */
const ofInput = { input: 1000n, output: 0n };

/** What is told of each price that is charged one by one: an image, a minute, a thousand characters. */
const ofUnits = [
  { part: 'perOutputImage', unit: 'outputImages', count: 1n },
  { part: 'perInputSecond', unit: 'inputSeconds', count: 60n },
  { part: 'charactersPerMillion', unit: 'characters', count: 1000n },
  { part: 'perOutputSecond', unit: 'outputSeconds', count: 60n },
] as const satisfies { part: PricePart; unit: Unit; count: bigint }[];

/** The units that have a price, each with how many of them an example is of. */
export const exampleUnits = (prices: Prices) =>
  ofUnits.filter(({ part }) => prices[`${part}Credits`] !== null);

/** The call with texts whose cost is told wherever prices are; null: the prices are not for texts. */
export function exampleCall(prices: Prices): CallTokens | null {
  const { inputPerMillionCredits: input, outputPerMillionCredits: output } = prices;
  if (input === null && output === null && exampleUnits(prices).length > 0) return null;
  return input !== null && output === null ? ofInput : ofTexts;
}
