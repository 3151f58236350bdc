import { Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { isLive, useSubscriptionColumns } from '../../components/use-subscription-columns.tsx';
import { DecisionButtons } from './decision-buttons.tsx';
import type { AdminSubscription, Status } from './queries.ts';

type Acts = Record<'deny' | 'setQuota', (subscription: AdminSubscription) => void>;

/** Columns of the table of one state, or of all; without `acts` (auditors) there is nothing to decide with. */
export function useDecisionColumns(
  status: Status | undefined,
  acts: Acts | null,
): Column<AdminSubscription>[] {
  const { t } = useTranslation('admin-subscriptions');
  const { model, status: statusColumn, quota, changed } = useSubscriptionColumns();
  const columns: Column<AdminSubscription>[] = [
    {
      key: 'account',
      label: t('columns.account'),
      modifier: 'breakWord',
      width: 15,
      render: ({ accountName, userEmail }) => (
        <>
          <bdi>{accountName}</bdi>
          {userEmail && userEmail !== accountName && (
            <div className="pf-v6-u-text-color-subtle">
              <bdi>{userEmail}</bdi>
            </div>
          )}
        </>
      ),
    },
    { ...model, width: 15 },
    statusColumn,
  ];
  const hasQuota = !status || isLive({ status });
  if (!hasQuota) {
    columns.push({
      key: 'asked',
      label: t('columns.asked'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    });
  }
  if (status !== 'pending') columns.push(changed);
  if (hasQuota) columns.push(quota);
  if (acts && (hasQuota || status === 'pending')) {
    columns.push({
      key: 'actions',
      label: t('columns.actions'),
      render: (subscription) =>
        subscription.status === 'pending' ? (
          <DecisionButtons subscription={subscription} onDeny={() => acts.deny(subscription)} />
        ) : (
          isLive(subscription) && (
            <Button
              size="sm"
              variant="secondary"
              aria-label={t('quota.actionNamed', {
                account: subscription.accountName,
                model: subscription.modelDisplayName,
              })}
              onClick={() => acts.setQuota(subscription)}
            >
              {t('quota.action')}
            </Button>
          )
        ),
    });
  }
  return columns;
}
