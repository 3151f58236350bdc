import { parseCredits } from '../../lib/credits.ts';

/** An amount as a client sends it; undefined when the unit has no such amount, or it is nothing. */
export function parseAmount(unit: string, amount: string): bigint | undefined {
  if (unit !== 'credits' && amount.includes('.')) return undefined;
  const parsed = unit === 'credits' ? parseCredits(amount) : BigInt(amount);
  return parsed > 0n ? parsed : undefined;
}
