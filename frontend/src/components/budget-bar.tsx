import { type Budget, limitNow } from '../api/budgets.ts';
import { LimitBar } from './limit-bar.tsx';
import { useLimitWords } from './use-limit-words.ts';

/** How much of a budget is used and held, against the limit that holds now. */
export function BudgetBar({ budget, isCompact }: { budget: Budget; isCompact?: boolean }) {
  const words = useLimitWords();
  return (
    <LimitBar
      label={budget.name ?? words.budget(budget)}
      unit={budget.unit}
      used={budget.used}
      held={budget.held}
      limit={limitNow(budget)}
      thresholds={budget.thresholds}
      isCompact={isCompact}
    />
  );
}
