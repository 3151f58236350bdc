import type { Budget } from '../../api/budgets.ts';
import { AskDialog } from './ask-dialog.tsx';
import { askedOf } from './asked.ts';
import { useBudgetWords } from './use-budget-words.ts';

/** Asks for more of a budget of the account. */
export function AskBudgetDialog({ budget, onClose }: { budget: Budget; onClose: () => void }) {
  const words = useBudgetWords();
  return <AskDialog asked={askedOf(budget, words.name(budget))} onClose={onClose} />;
}
