import { type Budget, limitNow } from '../../api/budgets.ts';
import { toMicro } from '../../components/decimal.ts';
import { isAmount, wrongAmountKeys } from './budget-draft.ts';

/** A budget that more is asked of: one of the account, or one of the platform that limits its calls, too. */
export type Asked = {
  budgetId: string;
  name: string;
  unit: Budget['unit'];
  /** The limit that holds now. */
  limit: string;
  /** Then an increase may be for some periods only. */
  resets: boolean;
};

export const askedOf = (budget: Budget, name: string): Asked => ({
  budgetId: budget.id,
  name,
  unit: budget.unit,
  limit: limitNow(budget),
  resets: budget.period !== 'total',
});

/** For how many periods more can be asked for, besides for good. */
export const periodCounts = [1, 2, 3, 6, 12, 24];

const shortestReason = 3;

/** What to mend before a request is worth sending, as text keys by field. */
export function askFaults({ unit, limit }: Asked, wanted: string, reason: string) {
  const faultKeys: { limit?: string; reason?: string } = {};
  if (!isAmount(unit, wanted)) faultKeys.limit = wrongAmountKeys[unit];
  else if (toMicro(wanted.trim()) <= toMicro(limit)) faultKeys.limit = 'ask.notMore';
  if (reason.trim().length < shortestReason) faultKeys.reason = 'ask.reasonMissing';
  return faultKeys;
}
