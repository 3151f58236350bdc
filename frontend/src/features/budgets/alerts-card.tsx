import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import { useFormat } from '../../components/use-format.ts';
import type { BudgetAlert } from './place.ts';
import { usePlace } from './place-context.ts';
import { alertsQuery, budgetsQuery } from './queries.ts';
import { useBudgetWords } from './use-budget-words.ts';

/** What the budget of an alert is called, with the way to it while it exists. */
function AlertBudget({ alert }: { alert: BudgetAlert }) {
  const { place } = usePlace();
  const words = useBudgetWords();
  const isThere = useQuery(budgetsQuery(place)).data?.some(({ id }) => id === alert.budgetId);
  const name = <bdi>{words.name({ ...alert, name: alert.budgetName })}</bdi>;
  return isThere ? <Link to={place.pathOf(alert.budgetId)}>{name}</Link> : name;
}

/** Thresholds that were reached, of one budget (`budgetId`) or of all, the newest first. */
export function AlertsCard({ budgetId = null }: { budgetId?: string | null }) {
  const { t } = useTranslation('budgets');
  const format = useFormat();
  const amounts = useAmounts();
  const { place } = usePlace();
  const alerts = useInfiniteQuery(alertsQuery(place, budgetId));
  const columns: Column<BudgetAlert>[] = [
    { key: 'time', label: t('alerts.time'), render: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    ...(budgetId === null
      ? [
          {
            key: 'budget',
            label: t('columns.budget'),
            modifier: 'breakWord' as const,
            render: (alert: BudgetAlert) => <AlertBudget alert={alert} />,
          },
        ]
      : []),
    {
      key: 'threshold',
      label: t('alerts.threshold'),
      render: ({ threshold }) => format.percent(threshold / 100),
    },
    {
      key: 'used',
      label: t('alerts.used'),
      render: ({ unit, used, limit }) => amounts.used(unit, used, limit),
    },
  ];
  return (
    <Card>
      <CardTitle component="h2">{t('alerts.title')}</CardTitle>
      <CardBody>
        <DataTable
          label={t('alerts.title')}
          columns={columns}
          rows={alerts.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ id }) => id}
          error={alerts.error}
          onRetry={alerts.refetch}
          empty={<StateEmpty title={t('alerts.emptyTitle')}>{t('alerts.emptyBody')}</StateEmpty>}
        />
        <LoadMore query={alerts} />
      </CardBody>
    </Card>
  );
}
