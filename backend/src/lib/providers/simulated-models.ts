import { parseCredits } from '../credits.ts';
import { type PriceList, unpriced } from '../price-list.ts';

/** A model of the simulated provider, with the price it is seeded with. One token is one word. */
export type SimulatedModel = {
  name: string;
  displayName: string;
  capabilities: string[];
  contextLength: number;
  maxOutputTokens: number;
  prices: PriceList;
};

const chat = (
  name: string,
  displayName: string,
  inputCredits: string,
  outputCredits: string,
): SimulatedModel => ({
  name,
  displayName,
  capabilities: ['chat'],
  contextLength: 8192,
  maxOutputTokens: 1024,
  prices: {
    ...unpriced,
    inputPerMillionMicroCredits: parseCredits(inputCredits),
    outputPerMillionMicroCredits: parseCredits(outputCredits),
  },
});

/** What the simulated provider serves, in the order it is shown. */
export const simulatedModels: SimulatedModel[] = [
  chat('sim-echo', 'Simulated echo', '1000', '2000'),
  chat('sim-lorem', 'Simulated lorem ipsum', '500', '1500'),
  chat('sim-slow', 'Simulated slow writer', '500', '1500'),
  {
    name: 'sim-embed',
    displayName: 'Simulated embeddings',
    capabilities: ['embeddings'],
    contextLength: 8192,
    maxOutputTokens: 1024,
    prices: { ...unpriced, inputPerMillionMicroCredits: parseCredits('100') },
  },
  chat('sim-fail-500', 'Test: failure', '1000', '2000'),
  chat('sim-fail-429', 'Test: rate limit', '1000', '2000'),
  chat('sim-hang', 'Test: silence', '1000', '2000'),
  chat('sim-drop', 'Test: broken stream', '1000', '2000'),
];
