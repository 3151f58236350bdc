import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Column } from '../../components/data-table.tsx';
import { QuotaUse } from '../../components/quota-use.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import { type AccountSubscription, accountSubscriptionsQuery } from './account-queries.ts';
import { PagesCard } from './pages-card.tsx';

/** Which models the account may call, and how much of each quota is used. */
export function UserSubscriptionsCard({ accountId }: { accountId: string }) {
  const { t } = useTranslation('admin-users');
  const subscriptions = useInfiniteQuery(accountSubscriptionsQuery(accountId));
  const columns: Column<AccountSubscription>[] = [
    {
      key: 'model',
      label: t('subscriptions.model'),
      modifier: 'breakWord',
      width: 30,
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
      key: 'quota',
      label: t('subscriptions.quota'),
      width: 30,
      render: ({ status, quota }) =>
        status === 'active' || status === 'suspended' ? <QuotaUse quota={quota} /> : t('common:notAvailable'),
    },
    {
      key: 'changed',
      label: t('subscriptions.changed'),
      render: ({ updatedAt }) => <RelativeTime value={updatedAt} />,
    },
  ];
  return (
    <PagesCard
      title={t('subscriptions.title')}
      columns={columns}
      query={subscriptions}
      emptyTitle={t('subscriptions.emptyTitle')}
      emptyBody={t('subscriptions.emptyBody')}
    />
  );
}
