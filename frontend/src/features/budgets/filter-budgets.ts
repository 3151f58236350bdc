import { type Budget, limitNow } from '../../api/budgets.ts';
import { shareOf } from '../../components/share.ts';

export type BudgetFilter = Partial<Record<'scope' | 'unit' | 'status', string | undefined>>;

/** The budgets that a filter asks for, those with the smallest share left first. */
export function filterBudgets(budgets: Budget[], { scope, unit, status }: BudgetFilter): Budget[] {
  const taken = (budget: Budget) => shareOf(limitNow(budget), budget.used, budget.held);
  return budgets
    .filter((budget) => !scope || budget.scope === scope)
    .filter((budget) => !unit || budget.unit === unit)
    .filter((budget) => !status || budget.status === status)
    .sort((a, b) => taken(b) - taken(a));
}
