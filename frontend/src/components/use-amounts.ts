import { useTranslation } from 'react-i18next';
import type { Limit } from '../api/limits.ts';
import { useFormat } from './use-format.ts';

/** What a limit counts. */
export type Unit = Limit['unit'];

const amountKeys = {
  credits: 'amount.credits',
  requests: 'amount.requests',
  tokens: 'amount.tokens',
  concurrency: 'amount.calls',
  rpm: 'amount.requests',
  tpm: 'amount.tokens',
} as const;
const usedKeys = {
  credits: 'limit.used.credits',
  requests: 'limit.used.requests',
  tokens: 'limit.used.tokens',
  concurrency: 'limit.used.calls',
  rpm: 'limit.used.requests',
  tpm: 'limit.used.tokens',
} as const;
const heldKeys = {
  credits: 'limit.held.credits',
  requests: 'limit.held.requests',
  tokens: 'limit.held.tokens',
  concurrency: 'limit.held.requests',
  rpm: 'limit.held.requests',
  tpm: 'limit.held.tokens',
} as const;

const isTokens = (unit: Unit) => unit === 'tokens' || unit === 'tpm';

/** Writes amounts of any unit: decimal strings as the API has them. Tokens are abbreviated unless `isFull`. */
export function useAmounts() {
  const { t } = useTranslation('common');
  const format = useFormat();
  const number = (unit: Unit, value: string, isFull = false) => {
    if (unit === 'credits') return format.credits(value);
    return isTokens(unit) && !isFull ? format.compact(Number(value)) : format.number(Number(value));
  };
  return {
    /** `250 credits` */
    amount: (unit: Unit, value: string, isFull?: boolean) =>
      t(amountKeys[unit], { count: Number(value), amount: number(unit, value, isFull) }),
    /** `20 of 250 credits used` */
    used: (unit: Unit, part: string, whole: string, isFull?: boolean) =>
      t(usedKeys[unit], {
        count: Number(whole),
        part: number(unit, part, isFull),
        whole: number(unit, whole, isFull),
      }),
    /** `3 credits held by running calls` */
    held: (unit: Unit, value: string) =>
      t(heldKeys[unit], { count: Number(value), amount: number(unit, value) }),
    /** The money that credits are worth; null for other units. */
    money: (unit: Unit, value: string) => (unit === 'credits' ? format.money(value) : null),
  };
}
