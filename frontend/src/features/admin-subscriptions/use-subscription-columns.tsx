import { Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Column } from '../../components/data-table.tsx';
import { QuotaUse } from '../../components/quota-use.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import { DecisionButtons } from './decision-buttons.tsx';
import type { AdminSubscription, Status } from './queries.ts';

/** Those whose quota counts. */
const liveStatuses: Status[] = ['active', 'suspended'];

type Acts = Record<'deny' | 'setQuota', (subscription: AdminSubscription) => void>;

/** Columns of the table of one state, or of all; without `acts` (auditors) there is nothing to decide with. */
export function useSubscriptionColumns(
  status: Status | undefined,
  acts: Acts | null,
): Column<AdminSubscription>[] {
  const { t } = useTranslation('admin-subscriptions');
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
    {
      key: 'model',
      label: t('columns.model'),
      modifier: 'breakWord',
      width: 15,
      render: ({ modelId, modelDisplayName }) => (
        <Link to={paths.adminModel(modelId)}>
          <bdi>{modelDisplayName}</bdi>
        </Link>
      ),
    },
    {
      key: 'status',
      label: t('columns.status'),
      render: ({ status, reason }) => (
        <>
          <StatusLabel status={status} />
          {reason && (
            <div className="pf-v6-u-text-color-subtle">
              <SeededText>{reason}</SeededText>
            </div>
          )}
        </>
      ),
    },
  ];
  const hasQuota = !status || liveStatuses.includes(status);
  if (!hasQuota) {
    columns.push({
      key: 'asked',
      label: t('columns.asked'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    });
  }
  if (status !== 'pending') {
    columns.push({
      key: 'changed',
      label: t('columns.changed'),
      render: ({ updatedAt }) => <RelativeTime value={updatedAt} />,
    });
  }
  if (hasQuota) {
    columns.push({
      key: 'quota',
      label: t('columns.quota'),
      width: 30,
      render: (row) =>
        liveStatuses.includes(row.status) ? <QuotaUse quota={row.quota} /> : t('common:notAvailable'),
    });
  }
  if (acts && (!status || status === 'pending' || liveStatuses.includes(status))) {
    columns.push({
      key: 'actions',
      label: t('columns.actions'),
      render: (subscription) =>
        subscription.status === 'pending' ? (
          <DecisionButtons subscription={subscription} onDeny={() => acts.deny(subscription)} />
        ) : (
          liveStatuses.includes(subscription.status) && (
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
