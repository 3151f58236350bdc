import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { RowOf } from '../api/types.ts';
import { paths } from '../paths.ts';
import type { Column } from './data-table.tsx';
import { QuotaUse } from './quota-use.tsx';
import { RelativeTime } from './relative-time.tsx';
import { SeededText } from './seeded-text.tsx';
import { StatusLabel } from './status-label.tsx';

type Subscription = RowOf<'/api/v1/admin/subscriptions'>;

/** Whether the quota of a subscription counts. */
export const isLive = ({ status }: Pick<Subscription, 'status'>) =>
  status === 'active' || status === 'suspended';

/** The columns that admins' tables of subscriptions are made of. */
export function useSubscriptionColumns() {
  const { t } = useTranslation('common');
  const model: Column<Subscription> = {
    key: 'model',
    label: t('subscriptions.model'),
    modifier: 'breakWord',
    render: ({ modelId, modelDisplayName }) => (
      <Link to={paths.adminModel(modelId)}>
        <bdi>{modelDisplayName}</bdi>
      </Link>
    ),
  };
  const status: Column<Subscription> = {
    key: 'status',
    label: t('subscriptions.status'),
    render: (subscription) => (
      <>
        <StatusLabel status={subscription.status} />
        {subscription.reason && (
          <div className="pf-v6-u-text-color-subtle">
            <SeededText>{subscription.reason}</SeededText>
          </div>
        )}
      </>
    ),
  };
  const quota: Column<Subscription> = {
    key: 'quota',
    label: t('subscriptions.quota'),
    width: 30,
    render: (subscription) =>
      isLive(subscription) ? <QuotaUse quota={subscription.quota} /> : t('notAvailable'),
  };
  const changed: Column<Subscription> = {
    key: 'changed',
    label: t('subscriptions.changed'),
    render: ({ updatedAt }) => <RelativeTime value={updatedAt} />,
  };
  return { model, status, quota, changed };
}
