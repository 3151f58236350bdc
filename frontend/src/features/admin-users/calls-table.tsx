import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useCallColumns } from '../../components/use-call-columns.tsx';
import { type AccountCall, accountCallsQuery, accountKeyNamesQuery } from './account-queries.ts';

/** Every call of an account, the newest first. */
export function CallsTable({ accountId }: { accountId: string }) {
  const { t } = useTranslation('admin-users');
  const { time, key, outcome, input, output, latency, cost } = useCallColumns();
  const calls = useInfiniteQuery(accountCallsQuery(accountId));
  const keyNames = useQuery(accountKeyNamesQuery(accountId)).data;
  const model: Column<AccountCall> = {
    key: 'model',
    label: t('common:calls.model'),
    modifier: 'breakWord',
    render: ({ modelName }) => <bdi>{modelName}</bdi>,
  };
  return (
    <>
      <DataTable
        label={t('calls.title')}
        columns={[time, model, key((id) => keyNames?.get(id)), outcome, input, output, latency, cost]}
        rows={calls.data?.pages.flatMap(({ data }) => data)}
        rowKey={({ requestId }) => requestId}
        error={calls.error}
        onRetry={calls.refetch}
        empty={<StateEmpty title={t('usage.emptyTitle')}>{t('calls.emptyBody')}</StateEmpty>}
      />
      <LoadMore query={calls} />
    </>
  );
}
