import { toDecimal, toMicro } from '../../components/decimal.ts';

const amount = /^[+-]?\d{1,12}(\.\d{1,6})?$/;

/** The amount as the API takes it, or null while it is none: `+250` → `250`; zero and commas are refused. */
export function readAmount(typed: string): string | null {
  const text = typed.trim();
  if (!amount.test(text) || toMicro(text.replace('+', '')) === 0n) return null;
  return text.replace('+', '');
}

/** The balance after an adjustment, exact. */
export const balanceAfter = (balanceCredits: string, amountCredits: string) =>
  toDecimal(toMicro(balanceCredits) + toMicro(amountCredits), 6);
