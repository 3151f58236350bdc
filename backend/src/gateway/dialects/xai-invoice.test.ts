import { expect, it } from 'vitest';
import { costMicroCredits, toPrice } from '../../lib/call-cost.ts';
import { unpriced } from '../../lib/price-list.ts';
import { readUsage } from './index.ts';

it("comes to what xAI's own invoice says: 232,856,000 ticks of 10⁻¹⁰ dollars", () => {
  const usage = {
    prompt_tokens: 10_120,
    completion_tokens: 1499,
    total_tokens: 14_428,
    prompt_tokens_details: { cached_tokens: 128 },
    completion_tokens_details: { reasoning_tokens: 2809 },
  };
  // 1.25, 0.20 and 2.50 dollars per million; 1,000 credits are a dollar.
  const list = toPrice(1n, {
    ...unpriced,
    inputPerMillionMicroCredits: 1_250_000_000n,
    cachedInputPerMillionMicroCredits: 200_000_000n,
    outputPerMillionMicroCredits: 2_500_000_000n,
  });
  expect(costMicroCredits(list, readUsage('openai', usage)!)).toBe(23_285_600n);
});
