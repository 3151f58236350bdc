import { expect, test } from 'vitest';
import {
  budgetExceeded,
  concurrencyExceeded,
  type GatewayError,
  inFlightBudgetExhausted,
  insufficientCredits,
  maxCostExceeded,
  quotaExceeded,
  rateLimitExceeded,
} from './errors.ts';

const minute = (limit: bigint) => ({ limit, remaining: 0n, resetsMs: 1_000 });
const limitOf = (limit: string, unit: 'credits' | 'requests' | 'tokens') => ({
  scope: 'key' as const,
  scopeId: 'key-1',
  budgetId: 'budget-1',
  used: limit,
  held: '0',
  raiseUrl: 'http://x',
  unit,
  limit,
  resetsAt: null,
});
const credits = (neededCredits: string) => ({ neededCredits, availableCredits: '0', topUpUrl: 'http://x' });

/* One is one, in all that counts. */
test.each<[GatewayError, string]>([
  [rateLimitExceeded('requests', minute(1n)), 'Rate limit reached: 1 request a minute. Try again in 1 s.'],
  [rateLimitExceeded('requests', minute(2n)), 'Rate limit reached: 2 requests a minute. Try again in 1 s.'],
  [rateLimitExceeded('tokens', minute(1n)), 'Rate limit reached: 1 token a minute. Try again in 1 s.'],
  [rateLimitExceeded('tokens', minute(11n)), 'Rate limit reached: 11 tokens a minute. Try again in 1 s.'],
  [concurrencyExceeded(1n), 'Rate limit reached: 1 call at once. Try again when one has ended.'],
  [concurrencyExceeded(2n), 'Rate limit reached: 2 calls at once. Try again when one has ended.'],
  [budgetExceeded(limitOf('1', 'credits')), "The key's budget of 1 credit is used up."],
  [budgetExceeded(limitOf('0.1', 'credits')), "The key's budget of 0.1 credits is used up."],
  [quotaExceeded(limitOf('1', 'requests'), null), "The key's budget of 1 request is used up."],
  [
    inFlightBudgetExhausted(limitOf('1', 'tokens')),
    "Calls that are still running hold the rest of the key's budget of 1 token. Try again when they have ended.",
  ],
  [
    insufficientCredits(credits('1')),
    'Not enough credits: this call may cost up to 1 credit, available: 0. How to get more: http://x',
  ],
  [
    maxCostExceeded({ neededCredits: '2', smallestCredits: '1.5', maxCostCredits: '1' }),
    'This call may cost up to 2 credits, and even the smallest answer up to 1.5; x-max-cost-credits allows 1.',
  ],
])('%s', (error, message) => expect(error.message).toBe(message));
