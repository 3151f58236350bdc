import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useAccountId } from '../../api/account.ts';
import { BudgetBar } from '../../components/budget-bar.tsx';
import { ResetTime } from '../../components/reset-time.tsx';
import { paths } from '../../paths.ts';
import { keyBudgetsQuery } from './queries.ts';

/** What a key may spend and has spent, with the way to each of its budgets. */
export function KeyBudgets({ keyId }: { keyId: string }) {
  const { t } = useTranslation('api-keys');
  const budgets = useQuery(keyBudgetsQuery(useAccountId()));
  if (!budgets.data) return budgets.error ? t('common:notAvailable') : null;
  const own = budgets.data.filter(({ scopeId }) => scopeId === keyId);
  if (own.length === 0) return t('budget.none');
  return own.map((budget) => (
    <div key={budget.id}>
      <BudgetBar budget={budget} isCompact />
      <div className="pf-v6-u-font-size-sm">
        <Link to={paths.budget(budget.id)}>{budget.name ? <bdi>{budget.name}</bdi> : t('budget.show')}</Link>
      </div>
      <div className="pf-v6-u-font-size-sm pf-v6-u-text-color-subtle">
        <ResetTime value={budget.windowEnd} />
      </div>
    </div>
  ));
}
