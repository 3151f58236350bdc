import { useTranslation } from 'react-i18next';
import { BudgetList } from './budget-list.tsx';
import { PlatformPlace } from './platform-place.tsx';

/** The budgets of the platform, of its providers and models, over all accounts. */
export default function AdminBudgetsPage() {
  const { t } = useTranslation('budgets');
  return (
    <PlatformPlace>
      <BudgetList title={t('admin.title')} description={t('admin.description')} />
    </PlatformPlace>
  );
}
