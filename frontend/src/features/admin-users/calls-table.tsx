import { Button } from '@patternfly/react-core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useCallColumns } from '../../components/use-call-columns.tsx';
import { type AccountCall, accountCallsQuery, accountKeyNamesQuery } from './account-queries.ts';
import { CallRouteDialog } from './call-route-dialog.tsx';

/** Every call of an account, the newest first. */
export function CallsTable({ accountId }: { accountId: string }) {
  const { t } = useTranslation('admin-users');
  const { time, key, outcome, input, output, latency, cost } = useCallColumns();
  const [opened, setOpened] = useState<string | null>(null);
  const calls = useInfiniteQuery(accountCallsQuery(accountId));
  const keyNames = useQuery(accountKeyNamesQuery(accountId)).data;
  const model: Column<AccountCall> = {
    key: 'model',
    label: t('common:calls.model'),
    modifier: 'breakWord',
    render: ({ requestId, modelName }) => (
      <Button variant="link" isInline onClick={() => setOpened(requestId)}>
        <bdi>{modelName}</bdi>
      </Button>
    ),
  };
  return (
    <>
      <DataTable
        label={t('calls.title')}
        columns={[time, model, key((id) => keyNames?.get(id)), outcome, input, output, latency, cost]}
        rows={calls.data?.pages.flatMap(({ data }) => data)}
        rowKey={({ requestId }) => requestId}
        error={calls.error}
        onRowClick={({ requestId }) => setOpened(requestId)}
        onRetry={calls.refetch}
        empty={<StateEmpty title={t('usage.emptyTitle')}>{t('calls.emptyBody')}</StateEmpty>}
      />
      <LoadMore query={calls} />
      {opened && <CallRouteDialog accountId={accountId} requestId={opened} onClose={() => setOpened(null)} />}
    </>
  );
}
