import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FilteredEmpty } from '../../components/filtered-empty.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useAnchor } from '../../components/use-anchor.ts';
import { paths } from '../../paths.ts';
import { callsQuery, keysQuery } from './queries.ts';
import { useUsageColumns } from './use-usage-columns.tsx';
import type { UsageView } from './use-usage-view.ts';

const outcomeKeys = {
  success: 'common:status.success',
  error: 'common:status.error',
  aborted: 'common:status.aborted',
  orphaned: 'common:status.orphaned',
} as const;
const anchor = 'calls';
const outcomes = ['success', 'error', 'aborted', 'orphaned'] as const;

/** Every call of the range, with filters; a row leads to the call. */
export function CallsCard({ accountId, usage }: { accountId: string; usage: UsageView }) {
  const { t } = useTranslation('usage');
  const navigate = useNavigate();
  const { filters, view } = usage;
  const card = useAnchor<HTMLDivElement>(anchor);
  const calls = useInfiniteQuery(callsQuery(accountId, view));
  // Also of models that can be called no more.
  const subscriptions = useQuery(subscriptionsQuery(accountId)).data ?? [];
  const keys = useQuery(keysQuery(accountId)).data ?? [];
  const columns = useUsageColumns(keys);
  const nothing = (
    <FilteredEmpty filters={filters} title={t('calls.noMatchTitle')} body={t('calls.noMatchBody')}>
      <StateEmpty
        title={t('calls.emptyTitle')}
        action={<LinkButton to={paths.playground}>{t('calls.emptyAction')}</LinkButton>}
      >
        {t('calls.emptyBody')}
      </StateEmpty>
    </FilteredEmpty>
  );
  return (
    <Card ref={card} id={anchor} tabIndex={-1}>
      <CardTitle component="h2">{t('calls.title')}</CardTitle>
      <CardBody>
        <ListToolbar
          filters={filters}
          items={[
            {
              name: 'modelId',
              label: t('common:calls.model'),
              options: subscriptions.map(({ modelId, modelName }) => ({ value: modelId, label: modelName })),
            },
            {
              name: 'keyId',
              label: t('common:calls.key'),
              options: keys.map(({ id, name }) => ({ value: id, label: name })),
            },
            {
              name: 'outcome',
              label: t('common:calls.outcome'),
              options: outcomes.map((value) => ({ value, label: t(outcomeKeys[value]) })),
            },
          ]}
        />
        <DataTable
          label={t('calls.title')}
          columns={columns}
          rows={calls.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ requestId }) => requestId}
          error={calls.error}
          onRetry={calls.refetch}
          onRowClick={({ requestId }) => void navigate(paths.usageCall(requestId))}
          empty={nothing}
        />
        <LoadMore query={calls} />
      </CardBody>
    </Card>
  );
}
