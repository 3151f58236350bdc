import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { BudgetBar } from '../../components/budget-bar.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ResetTime } from '../../components/reset-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { useLimitWords } from '../../components/use-limit-words.ts';
import { type AccountBudget, accountBudgetsQuery } from './account-queries.ts';
import { PagesCard } from './pages-card.tsx';

/** How the account limits its own calls. */
export function UserBudgetsCard({ accountId }: { accountId: string }) {
  const { t } = useTranslation('admin-users');
  const words = useLimitWords();
  const budgets = useInfiniteQuery(accountBudgetsQuery(accountId));
  const columns: Column<AccountBudget>[] = [
    {
      key: 'name',
      label: t('budgets.name'),
      modifier: 'breakWord',
      width: 30,
      render: (budget) => (
        <>
          {budget.name && <bdi>{budget.name}</bdi>}
          <div className={budget.name ? 'pf-v6-u-font-size-sm pf-v6-u-text-color-subtle' : undefined}>
            {words.budget(budget)}
          </div>
        </>
      ),
    },
    {
      key: 'use',
      label: t('budgets.use'),
      width: 30,
      render: (budget) => <BudgetBar budget={budget} isCompact />,
    },
    { key: 'status', label: t('columns.status'), render: ({ status }) => <StatusLabel status={status} /> },
    {
      key: 'resets',
      label: t('budgets.resets'),
      render: ({ windowEnd }) => <ResetTime value={windowEnd} />,
    },
  ];
  return (
    <PagesCard
      title={t('budgets.title')}
      columns={columns}
      query={budgets}
      emptyTitle={t('budgets.emptyTitle')}
      emptyBody={t('budgets.emptyBody')}
    />
  );
}
