import { describe, expect, it } from 'vitest';
import { readUsage } from './usage.ts';

describe('readUsage', () => {
  it.each([
    [{ prompt_tokens: 10, completion_tokens: 4 }, [10n, 0n, 4n]],
    [{ prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 6 } }, [10n, 6n, 4n]],
    [{ prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: null }, [10n, 0n, 4n]],
    // Embeddings have no output; a cached prompt may be left out.
    [{ prompt_tokens: 10, total_tokens: 10 }, [10n, 0n, 0n]],
    [{ prompt_tokens: 0, completion_tokens: 4 }, [0n, 0n, 4n]],
    // Cached tokens are a part of the input, whatever a server says.
    [
      { prompt_tokens: 10, completion_tokens: 4, prompt_tokens_details: { cached_tokens: 60 } },
      [10n, 10n, 4n],
    ],
    // What is no count counts as none.
    [{ prompt_tokens: 10, completion_tokens: -4 }, [10n, 0n, 0n]],
    [{ prompt_tokens: '10', completion_tokens: 4 }, [0n, 0n, 4n]],
    [{ prompt_tokens: 10.5, completion_tokens: 1e300 }, null],
    [{ prompt_tokens: 0, completion_tokens: 0 }, null],
    [{}, null],
    [null, null],
    [undefined, null],
    ['usage', null],
  ])('%j', (usage, expected) => {
    const counts = readUsage(usage);
    expect(counts && [counts.input, counts.cachedInput, counts.output]).toEqual(expected);
  });
});
