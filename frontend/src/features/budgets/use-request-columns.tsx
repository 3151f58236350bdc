import { Button, Flex, FlexItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Budget } from '../../api/budgets.ts';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { useAmounts } from '../../components/use-amounts.ts';
import type { IncreaseRequest } from './place.ts';
import { usePlace } from './place-context.ts';
import { useBudgetWords } from './use-budget-words.ts';

export type RequestRow = { budget: Budget; request: IncreaseRequest };
type Decide = (row: RequestRow, isApproving: boolean) => void;

/** Columns of requests of one budget, or of many; with decisions for those who may take them. */
export function useRequestColumns(ofMany: boolean, decide: Decide): Column<RequestRow>[] {
  const { t } = useTranslation('budgets');
  const { place, mayChange } = usePlace();
  const words = useBudgetWords();
  const amounts = useAmounts();
  const columns: Column<RequestRow>[] = [
    {
      key: 'who',
      label: t('requests.who'),
      modifier: 'breakWord',
      render: ({ request }) => (
        <>
          <bdi>{request.requestedByName}</bdi>
          <div className="pf-v6-u-font-size-sm">
            <RelativeTime value={request.createdAt} />
          </div>
        </>
      ),
    },
  ];
  if (ofMany) {
    columns.push({
      key: 'budget',
      label: t('columns.budget'),
      modifier: 'breakWord',
      render: ({ budget }) => (
        <Link to={place.pathOf(budget.id)}>
          <bdi>{words.name(budget)}</bdi>
        </Link>
      ),
    });
  }
  columns.push(
    {
      key: 'limit',
      label: t('requests.limit'),
      render: ({ budget, request }) => (
        <>
          {amounts.amount(budget.unit, request.limit)}{' '}
          <small className="pf-v6-u-text-color-subtle">{amounts.money(budget.unit, request.limit)}</small>
          <div className="pf-v6-u-font-size-sm pf-v6-u-text-color-subtle">
            {request.periods === null ? t('forGood') : t('forPeriods', { count: request.periods })}
          </div>
        </>
      ),
    },
    {
      key: 'reason',
      label: t('requests.reason'),
      modifier: 'breakWord',
      render: ({ request }) => <bdi>{request.reason}</bdi>,
    },
  );
  // Of several budgets only those are listed that have no answer yet.
  if (!ofMany) {
    columns.push({
      key: 'answer',
      label: t('requests.answer'),
      modifier: 'breakWord',
      render: ({ request: { status, comment } }) => (
        <>
          <StatusLabel status={status} />
          {comment && (
            <div className="pf-v6-u-font-size-sm">
              <bdi>{comment}</bdi>
            </div>
          )}
        </>
      ),
    });
  }
  if (mayChange) {
    columns.push({
      key: 'actions',
      label: t('columns.actions'),
      render: (row) => {
        const values = { name: row.request.requestedByName, budget: words.name(row.budget) };
        if (row.request.status !== 'pending') return null;
        return (
          <Flex gap={{ default: 'gapSm' }} flexWrap={{ default: 'nowrap' }}>
            <FlexItem>
              <Button
                size="sm"
                variant="secondary"
                aria-label={t('decide.approveNamed', values)}
                onClick={() => decide(row, true)}
              >
                {t('decide.approve')}
              </Button>
            </FlexItem>
            <FlexItem>
              <Button
                size="sm"
                variant="link"
                isDanger
                aria-label={t('decide.denyNamed', values)}
                onClick={() => decide(row, false)}
              >
                {t('decide.deny')}
              </Button>
            </FlexItem>
          </Flex>
        );
      },
    });
  }
  return columns;
}
