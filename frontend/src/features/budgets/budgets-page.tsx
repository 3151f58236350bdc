import { useTranslation } from 'react-i18next';
import { AccountPlace } from './account-place.tsx';
import { BudgetList } from './budget-list.tsx';
import { StopNextCard } from './stop-next-card.tsx';

/** What would stop the reader next, and the budgets of the account. */
export default function BudgetsPage() {
  const { t } = useTranslation('budgets');
  return (
    <AccountPlace>
      <BudgetList title={t('title')} description={t('description')} first={<StopNextCard />} />
    </AccountPlace>
  );
}
