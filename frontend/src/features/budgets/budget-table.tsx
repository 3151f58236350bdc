import { Label } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Budget } from '../../api/budgets.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { ResetTime } from '../../components/reset-time.tsx';
import { RowMenu } from '../../components/row-menu.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { BudgetUse } from './budget-use.tsx';
import { usePlace } from './place-context.ts';
import type { BudgetAct } from './use-budget-acts.tsx';
import { useBudgetWords } from './use-budget-words.ts';

type Props = {
  budgets: { data: Budget[] | undefined; error: unknown; refetch: () => unknown };
  acts: BudgetAct[];
  empty: ReactNode;
};

const subtle = 'pf-v6-u-font-size-sm pf-v6-u-text-color-subtle';

/** Each budget as a bar, with its period and what happens at its limit. */
export function BudgetTable({ budgets, acts, empty }: Props) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const words = useBudgetWords();
  const columns: Column<Budget>[] = [
    {
      key: 'name',
      label: t('columns.budget'),
      modifier: 'breakWord',
      render: (budget) => (
        <>
          <Link to={place.pathOf(budget.id)}>
            <bdi>{words.name(budget)}</bdi>
          </Link>
          {budget.name && <div className={subtle}>{words.owner(budget)}</div>}
          {budget.pendingIncreaseRequests > 0 && (
            <div>
              <Label isCompact variant="outline" status="info">
                {t('pending', { count: budget.pendingIncreaseRequests })}
              </Label>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'use',
      label: t('columns.use'),
      width: 30,
      render: (budget) => <BudgetUse budget={budget} isCompact />,
    },
    { key: 'status', label: t('columns.status'), render: ({ status }) => <StatusLabel status={status} /> },
    {
      key: 'period',
      label: t('columns.period'),
      render: ({ period, windowEnd }) => (
        <>
          {words.period(period)}
          {windowEnd && (
            <div className={subtle}>
              <ResetTime value={windowEnd} />
            </div>
          )}
        </>
      ),
    },
    {
      key: 'end',
      label: t('columns.end'),
      render: ({ onExceed, thresholds }) => (
        <>
          {words.end(onExceed)}
          <div className={subtle}>{words.thresholds(thresholds)}</div>
        </>
      ),
    },
    ...(acts.length > 0
      ? [
          {
            key: 'actions',
            label: t('columns.actions'),
            isAction: true,
            render: (budget: Budget) => (
              <RowMenu
                label={t('actionsOf', { name: words.name(budget) })}
                items={acts.map(({ label, isDanger, start }) => ({
                  label,
                  isDanger,
                  onClick: () => start(budget),
                }))}
              />
            ),
          },
        ]
      : []),
  ];
  return (
    <DataTable
      label={t('list')}
      columns={columns}
      rows={budgets.data}
      rowKey={({ id }) => id}
      error={budgets.error}
      onRetry={budgets.refetch}
      empty={empty}
    />
  );
}
