import { OneBudget } from './one-budget.tsx';
import { PlatformPlace } from './platform-place.tsx';

/** One budget of the platform. */
export default function AdminBudgetPage() {
  return (
    <PlatformPlace>
      <OneBudget />
    </PlatformPlace>
  );
}
