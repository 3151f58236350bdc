import { PageSection } from '@patternfly/react-core';
import { CubesIcon } from '@patternfly/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { type Subscription, subscriptionsQuery } from '../../api/subscriptions.ts';
import { CancelSubscriptionDialog } from '../../components/cancel-subscription-dialog.tsx';
import { FilteredEmpty } from '../../components/filtered-empty.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { paths } from '../../paths.ts';
import { AskAgainDialog } from './ask-again-dialog.tsx';
import { SubscriptionTable } from './subscription-table.tsx';

const statusKeys = {
  active: 'common:status.active',
  pending: 'common:status.pending',
  suspended: 'common:status.suspended',
  denied: 'common:status.denied',
  cancelled: 'common:status.cancelled',
  expired: 'common:status.expired',
} as const;
const statuses = Object.keys(statusKeys) as (keyof typeof statusKeys)[];

/** The models that the account has, had or asked for, why not, and the ways in and out. */
export default function SubscriptionsPage() {
  const { t } = useTranslation('subscriptions');
  const filters = useUrlFilters(['status']);
  // Calls move the quotas: what was true half a minute ago is shown only until the answer is here.
  const subscriptions = useQuery({ ...subscriptionsQuery(useAccountId()), staleTime: 0 });
  const [cancelling, setCancelling] = useState<Subscription | null>(null);
  const [asking, setAsking] = useState<Subscription | null>(null);
  const wanted = statuses.find((status) => status === filters.values.status);
  const rows = subscriptions.data?.filter(({ status }) => !wanted || status === wanted);
  const browse = <LinkButton to={paths.models}>{t('browse')}</LinkButton>;
  const nothing = (
    <FilteredEmpty filters={filters} title={t('empty.filteredTitle')} body={t('empty.filteredBody')}>
      <StateEmpty title={t('empty.title')} icon={CubesIcon} action={browse}>
        {t('empty.body')}
      </StateEmpty>
    </FilteredEmpty>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} action={browse} />
      <PageSection>
        <ListToolbar
          filters={filters}
          items={[
            {
              name: 'status',
              label: t('columns.status'),
              options: statuses.map((value) => ({ value, label: t(statusKeys[value]) })),
            },
          ]}
        />
        <SubscriptionTable
          subscriptions={{ ...subscriptions, data: rows }}
          empty={nothing}
          onCancel={setCancelling}
          onAskAgain={setAsking}
        />
      </PageSection>
      {cancelling && (
        <CancelSubscriptionDialog subscription={cancelling} onClose={() => setCancelling(null)} />
      )}
      {asking && <AskAgainDialog subscription={asking} onClose={() => setAsking(null)} />}
    </>
  );
}
