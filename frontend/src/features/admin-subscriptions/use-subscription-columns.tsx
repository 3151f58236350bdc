import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import { DecisionButtons } from './decision-buttons.tsx';
import type { AdminSubscription, Status } from './queries.ts';

/** Columns of the table of one state, or of all; without `onDeny` (auditors) there is nothing to decide with. */
export function useSubscriptionColumns(
  status: Status | undefined,
  onDeny: ((subscription: AdminSubscription) => void) | null,
): Column<AdminSubscription>[] {
  const { t } = useTranslation('admin-subscriptions');
  const columns: Column<AdminSubscription>[] = [
    {
      key: 'account',
      label: t('columns.account'),
      modifier: 'breakWord',
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
    {
      key: 'asked',
      label: t('columns.asked'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
  ];
  if (status !== 'pending') {
    columns.push({
      key: 'changed',
      label: t('columns.changed'),
      render: ({ updatedAt }) => <RelativeTime value={updatedAt} />,
    });
  }
  if (onDeny && (!status || status === 'pending')) {
    columns.push({
      key: 'actions',
      label: t('columns.actions'),
      render: (subscription) =>
        subscription.status === 'pending' && (
          <DecisionButtons subscription={subscription} onDeny={() => onDeny(subscription)} />
        ),
    });
  }
  return columns;
}
