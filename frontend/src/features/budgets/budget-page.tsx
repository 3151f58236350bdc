import { AccountPlace } from './account-place.tsx';
import { OneBudget } from './one-budget.tsx';

/** One budget of the account. */
export default function BudgetPage() {
  return (
    <AccountPlace>
      <OneBudget />
    </AccountPlace>
  );
}
