import { describe, expect, it } from 'vitest';
import { inputParts, noTokens, outputParts, tokenDetailsOf, toTokenCounts } from './token-counts.ts';

describe('toTokenCounts', () => {
  it('believes cached input first, then what is written, then media; of output thinking first', () => {
    const claimed = {
      input: 100n,
      cachedInput: 60n,
      cacheWrite: 30n,
      longCacheWrite: 5n,
      audioInput: 40n,
      imageInput: 40n,
      output: 10n,
      reasoning: 8n,
      audioOutput: 8n,
      imageOutput: 8n,
      images: 2n,
      outputImages: 3n,
      inputSeconds: 4n,
      outputSeconds: 5n,
      characters: 6n,
    };
    expect(toTokenCounts(claimed)).toEqual({
      ...claimed,
      audioInput: 5n,
      imageInput: 0n,
      audioOutput: 2n,
      imageOutput: 0n,
    });
  });
  it('never has more in the parts than in the whole', () => {
    const counts = toTokenCounts({ input: 10n, cachedInput: 900n, cacheWrite: 900n, reasoning: 5n });
    expect(counts).toEqual({ ...noTokens, input: 10n, cachedInput: 10n });
    expect(inputParts.reduce((sum, part) => sum + counts[part], 0n)).toBe(10n);
    expect(outputParts.reduce((sum, part) => sum + counts[part], 0n)).toBe(0n);
  });
});

describe('tokenDetailsOf', () => {
  it('names what there is besides cached input', () => {
    const counts = toTokenCounts({
      input: 9n,
      cachedInput: 1n,
      cacheWrite: 2n,
      output: 5n,
      reasoning: 3n,
      images: 1n,
    });
    expect(tokenDetailsOf(counts)).toBe('{"cacheWriteTokens":2,"reasoningTokens":3,"images":1}');
  });
  it('is null where there is nothing to say', () => {
    expect(tokenDetailsOf(toTokenCounts({ input: 9n, cachedInput: 1n, output: 5n }))).toBeNull();
  });
});
