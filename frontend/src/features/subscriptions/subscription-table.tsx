import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { isLive, type Subscription } from '../../api/subscriptions.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { QuotaUse } from '../../components/quota-use.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import { type Actions, SubscriptionActions } from './subscription-actions.tsx';

type Props = Actions & {
  subscriptions: { data: Subscription[] | undefined; error: unknown; refetch: () => unknown };
  empty: ReactNode;
};

const remarkKeys: Partial<Record<Subscription['status'], string>> = {
  pending: 'waits',
  denied: 'noReason',
};

function columns(t: TFunction<'subscriptions'>, actions: Actions): Column<Subscription>[] {
  return [
    {
      key: 'model',
      label: t('columns.model'),
      render: ({ modelId, modelName, modelDisplayName }) => (
        <>
          <Link to={paths.model(modelId)}>
            <bdi>{modelDisplayName}</bdi>
          </Link>
          <div className="pf-v6-u-font-size-sm pf-v6-u-text-color-subtle pf-v6-u-text-break-word">
            <bdi>{modelName}</bdi>
          </div>
        </>
      ),
    },
    {
      key: 'status',
      label: t('columns.status'),
      render: ({ status, reason }) => (
        <>
          <StatusLabel status={status} />
          <div className="pf-v6-u-font-size-sm">
            {reason ? <SeededText>{reason}</SeededText> : remarkKeys[status] && t(remarkKeys[status])}
          </div>
        </>
      ),
    },
    {
      key: 'quota',
      label: t('columns.quota'),
      width: 25,
      render: (subscription) =>
        isLive(subscription) ? <QuotaUse quota={subscription.quota} /> : t('common:notAvailable'),
    },
    {
      key: 'asked',
      label: t('columns.asked'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      key: 'changed',
      label: t('columns.changed'),
      render: ({ updatedAt }) => <RelativeTime value={updatedAt} />,
    },
    {
      key: 'actions',
      label: t('columns.actions'),
      render: (subscription) => <SubscriptionActions subscription={subscription} {...actions} />,
    },
  ];
}

/** The account's subscriptions, by model name. */
export function SubscriptionTable({ subscriptions, empty, ...actions }: Props) {
  const { t } = useTranslation('subscriptions');
  return (
    <DataTable
      label={t('title')}
      columns={columns(t, actions)}
      rows={subscriptions.data}
      rowKey={({ id }) => id}
      error={subscriptions.error}
      onRetry={subscriptions.refetch}
      empty={empty}
    />
  );
}
