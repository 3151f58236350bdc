import {
  FormSelect,
  FormSelectOption,
  PageSection,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from '@patternfly/react-core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { DataTable } from '../../components/data-table.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { DenyDialog } from './deny-dialog.tsx';
import { QuotaDialog } from './quota-dialog.tsx';
import { type AdminSubscription, subscriptionsQuery } from './queries.ts';
import { useDecisionColumns } from './use-decision-columns.tsx';
import { anyStatus, statuses, useStatusFilter } from './use-status-filter.ts';

const statusKeys = {
  pending: 'common:status.pending',
  active: 'common:status.active',
  denied: 'common:status.denied',
  suspended: 'common:status.suspended',
  cancelled: 'common:status.cancelled',
  expired: 'common:status.expired',
} as const;

/** What accounts asked for: first what waits for a decision, then everything that was decided. */
export default function SubscriptionsPage() {
  const { t } = useTranslation('admin-subscriptions');
  const { canChange } = useAdminAccess();
  const { chosen, status, choose } = useStatusFilter();
  const subscriptions = useInfiniteQuery(subscriptionsQuery(status));
  const [denying, setDenying] = useState<AdminSubscription | null>(null);
  const [changing, setChanging] = useState<AdminSubscription | null>(null);
  const isQueue = status === 'pending';
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        <Toolbar inset={{ default: 'insetNone' }}>
          <ToolbarContent>
            <ToolbarItem>
              <FormSelect aria-label={t('filter')} value={chosen} onChange={(_, value) => choose(value)}>
                {statuses.map((value) => (
                  <FormSelectOption key={value} value={value} label={t(statusKeys[value])} />
                ))}
                <FormSelectOption value={anyStatus} label={t('all')} />
              </FormSelect>
            </ToolbarItem>
          </ToolbarContent>
        </Toolbar>
        <DataTable
          label={t('title')}
          columns={useDecisionColumns(status, canChange ? { deny: setDenying, setQuota: setChanging } : null)}
          rows={subscriptions.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ id }) => id}
          error={subscriptions.error}
          onRetry={subscriptions.refetch}
          empty={
            <StateEmpty title={isQueue ? t('queueEmptyTitle') : t('emptyTitle')}>
              {isQueue ? t('queueEmptyBody') : t('emptyBody')}
            </StateEmpty>
          }
        />
        <LoadMore query={subscriptions} />
      </PageSection>
      {denying && <DenyDialog subscription={denying} onClose={() => setDenying(null)} />}
      {changing && <QuotaDialog subscription={changing} onClose={() => setChanging(null)} />}
    </>
  );
}
