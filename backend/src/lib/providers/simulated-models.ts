import { parseCredits } from '../credits.ts';
import { type PriceList, unpriced } from '../price-list.ts';

/** A model of the simulated provider, with the price it is seeded with. One token is one word. */
export type SimulatedModel = {
  name: string;
  displayName: string;
  description: string;
  capabilities: string[];
  contextLength: number;
  maxOutputTokens: number;
  prices: PriceList;
};

const chat = (
  name: string,
  displayName: string,
  description: string,
  inputCredits: string,
  outputCredits: string,
): SimulatedModel => ({
  name,
  displayName,
  description,
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
  chat(
    'sim-echo',
    'Simulated echo',
    'Answers with your own last message. A word is a token, so that you can tell the cost by hand.',
    '1000',
    '2000',
  ),
  chat(
    'sim-lorem',
    'Simulated lorem ipsum',
    'Writes lorem ipsum, as long as the answer may be.',
    '500',
    '1500',
  ),
  chat(
    'sim-slow',
    'Simulated slow writer',
    'Writes lorem ipsum slowly, a word every 20 milliseconds.',
    '500',
    '1500',
  ),
  {
    name: 'sim-embed',
    displayName: 'Simulated embeddings',
    description: 'Gives the same short vector for the same text.',
    capabilities: ['embeddings'],
    contextLength: 8192,
    maxOutputTokens: 1024,
    prices: { ...unpriced, inputPerMillionMicroCredits: parseCredits('100') },
  },
  {
    name: 'sim-moderation',
    displayName: 'Simulated moderation',
    description: 'Judges texts, and finds nothing wrong with any.',
    capabilities: ['moderations'],
    contextLength: 8192,
    maxOutputTokens: 1024,
    prices: { ...unpriced, free: true },
  },
  {
    name: 'sim-rerank',
    displayName: 'Simulated rerank',
    description: 'Orders texts by how many words of a query they have.',
    capabilities: ['rerank'],
    contextLength: 8192,
    maxOutputTokens: 1024,
    prices: { ...unpriced, inputPerMillionMicroCredits: parseCredits('100') },
  },
  {
    name: 'sim-image',
    displayName: 'Simulated images',
    description: 'Draws a small square, in colours that your words decide.',
    capabilities: ['images'],
    contextLength: 8192,
    maxOutputTokens: 1024,
    prices: { ...unpriced, perOutputImageMicroCredits: parseCredits('10') },
  },
  {
    name: 'sim-audio',
    displayName: 'Simulated audio',
    description: 'Hums your text, and hears lorem ipsum in what you send.',
    capabilities: ['speech', 'transcriptions'],
    contextLength: 8192,
    maxOutputTokens: 1024,
    prices: {
      ...unpriced,
      perInputSecondMicroCredits: parseCredits('0.5'),
      charactersPerMillionMicroCredits: parseCredits('10000'),
    },
  },
  chat('sim-fail-500', 'Test: failure', 'Always fails, as a broken model server does.', '1000', '2000'),
  chat(
    'sim-fail-429',
    'Test: rate limit',
    'Is always busy, as a model server at its own rate limit is.',
    '1000',
    '2000',
  ),
  chat(
    'sim-hang',
    'Test: silence',
    'Never answers. For trying out time limits and stopping.',
    '1000',
    '2000',
  ),
  chat('sim-drop', 'Test: broken stream', 'Breaks off in the middle of its answer.', '1000', '2000'),
];
