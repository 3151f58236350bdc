import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSubscriptionColumns } from '../../components/use-subscription-columns.tsx';
import { accountSubscriptionsQuery } from './account-queries.ts';
import { PagesCard } from './pages-card.tsx';

/** Which models the account may call, and how much of each quota is used. */
export function UserSubscriptionsCard({ accountId }: { accountId: string }) {
  const { t } = useTranslation('admin-users');
  const subscriptions = useInfiniteQuery(accountSubscriptionsQuery(accountId));
  const { model, status, quota, changed } = useSubscriptionColumns();
  return (
    <PagesCard
      title={t('subscriptions.title')}
      columns={[{ ...model, width: 30 }, status, quota, changed]}
      query={subscriptions}
      emptyTitle={t('subscriptions.emptyTitle')}
      emptyBody={t('subscriptions.emptyBody')}
    />
  );
}
