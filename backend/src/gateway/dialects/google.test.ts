import { expect, it } from 'vitest';
import { type GoldenUsage, goldenTable } from '../../../test/golden-usage.ts';
import { readUsage } from './index.ts';

const rows: GoldenUsage[] = [
  [
    'plain',
    { promptTokenCount: 10, candidatesTokenCount: 4, totalTokenCount: 14 },
    { input: 10n, output: 4n },
    300,
  ],
  [
    'thoughts beside the candidates; the prompt includes its cached part',
    {
      promptTokenCount: 1000,
      cachedContentTokenCount: 600,
      candidatesTokenCount: 200,
      thoughtsTokenCount: 300,
      totalTokenCount: 1500,
    },
    { input: 1000n, cachedInput: 600n, output: 500n, reasoning: 300n },
    400 * 10 + 600 * 1 + 200 * 50 + 300 * 60,
  ],
  [
    'thoughts among the candidates, as the total shows',
    { promptTokenCount: 10, candidatesTokenCount: 10, thoughtsTokenCount: 5, totalTokenCount: 20 },
    { input: 10n, output: 10n, reasoning: 5n },
    10 * 10 + 5 * 50 + 5 * 60,
  ],
  [
    'what tools added is input beside the prompt',
    {
      promptTokenCount: 100,
      toolUsePromptTokenCount: 50,
      candidatesTokenCount: 20,
      thoughtsTokenCount: 30,
      totalTokenCount: 200,
    },
    { input: 150n, output: 50n, reasoning: 30n },
    150 * 10 + 20 * 50 + 30 * 60,
  ],
  [
    'audio, some of it cached',
    {
      promptTokenCount: 1000,
      cachedContentTokenCount: 600,
      candidatesTokenCount: 1,
      totalTokenCount: 1001,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 200 },
        { modality: 'AUDIO', tokenCount: 800 },
      ],
      cacheTokensDetails: [
        { modality: 'TEXT', tokenCount: 100 },
        { modality: 'AUDIO', tokenCount: 500 },
      ],
    },
    { input: 1000n, cachedInput: 600n, audioInput: 300n, output: 1n },
    100 * 10 + 600 * 1 + 300 * 40 + 50,
  ],
  [
    'an image drawn from an image',
    {
      promptTokenCount: 268,
      candidatesTokenCount: 1290,
      totalTokenCount: 1558,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 10 },
        { modality: 'IMAGE', tokenCount: 258 },
      ],
      candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
    },
    { input: 268n, imageInput: 258n, output: 1290n, imageOutput: 1290n },
    10 * 10 + 258 * 15 + 1290 * 300,
  ],
  [
    'without a total',
    { promptTokenCount: 10, candidatesTokenCount: 4, thoughtsTokenCount: 6 },
    { input: 10n, output: 10n, reasoning: 6n },
    10 * 10 + 4 * 50 + 6 * 60,
  ],
];

goldenTable('google', rows);

it('more tokens than any call has are none', () => {
  expect(readUsage('google', { promptTokenCount: 2_000_000_000 })).toBeNull();
});
