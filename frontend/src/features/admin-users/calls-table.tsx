import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Credits } from '../../components/credits.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type AccountCall, accountCallsQuery, accountKeyNamesQuery } from './account-queries.ts';

/** Every call of an account, the newest first. */
export function CallsTable({ accountId }: { accountId: string }) {
  const { t } = useTranslation('admin-users');
  const format = useFormat();
  const calls = useInfiniteQuery(accountCallsQuery(accountId));
  const keyNames = useQuery(accountKeyNamesQuery(accountId)).data;
  const columns: Column<AccountCall>[] = [
    { key: 'time', label: t('calls.time'), render: (call) => <RelativeTime value={call.createdAt} /> },
    {
      key: 'model',
      label: t('usage.model'),
      modifier: 'breakWord',
      render: ({ modelName }) => <bdi>{modelName}</bdi>,
    },
    {
      key: 'key',
      label: t('calls.key'),
      modifier: 'breakWord',
      render: ({ keyId }) =>
        keyId === null ? t('calls.playground') : <bdi>{keyNames?.get(keyId) ?? keyId}</bdi>,
    },
    { key: 'outcome', label: t('calls.outcome'), render: (call) => <StatusLabel status={call.outcome} /> },
    {
      key: 'input',
      label: t('calls.input'),
      isNumeric: true,
      render: (call) => <TokenCount value={call.inputTokens} />,
    },
    {
      key: 'output',
      label: t('calls.output'),
      isNumeric: true,
      render: (call) => <TokenCount value={call.outputTokens} />,
    },
    {
      key: 'latency',
      label: t('calls.latency'),
      isNumeric: true,
      modifier: 'nowrap',
      render: (call) => format.duration(call.latencyMs),
    },
    {
      key: 'cost',
      label: t('usage.cost'),
      isNumeric: true,
      render: (call) => <Credits value={call.costCredits} />,
    },
  ];
  return (
    <>
      <DataTable
        label={t('calls.title')}
        columns={columns}
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
