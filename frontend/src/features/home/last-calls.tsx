import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { Credits } from '../../components/credits.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { type Call, lastCallsQuery } from './queries.ts';

function columns(t: TFunction<'home'>, format: ReturnType<typeof useFormat>): Column<Call>[] {
  return [
    { key: 'time', label: t('calls.time'), render: (call) => <RelativeTime value={call.createdAt} /> },
    {
      key: 'model',
      label: t('calls.model'),
      render: (call) => (
        <Link to={paths.usageCall(call.requestId)}>
          <bdi>{call.modelName}</bdi>
        </Link>
      ),
    },
    { key: 'outcome', label: t('calls.outcome'), render: (call) => <StatusLabel status={call.outcome} /> },
    {
      key: 'tokens',
      label: t('calls.tokens'),
      isNumeric: true,
      render: (call) => <TokenCount value={call.inputTokens + call.outputTokens} />,
    },
    {
      key: 'latency',
      label: t('calls.latency'),
      isNumeric: true,
      render: (call) => format.duration(call.latencyMs),
    },
    {
      key: 'cost',
      label: t('calls.cost'),
      isNumeric: true,
      render: (call) => <Credits value={call.costCredits} />,
    },
  ];
}

/** The newest calls, with the way to all of them. */
export function LastCalls({ accountId }: { accountId: string }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const navigate = useNavigate();
  const calls = useQuery(lastCallsQuery(accountId));
  const all = (
    <LinkButton to={paths.usageCalls} variant="link" isInline>
      {t('calls.all')}
    </LinkButton>
  );
  return (
    <Card>
      <CardHeader actions={{ actions: calls.data?.length ? all : null, hasNoOffset: true }}>
        <CardTitle component="h2">{t('calls.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <DataTable
          label={t('calls.title')}
          columns={columns(t, format)}
          rows={calls.data}
          rowKey={(call) => call.id}
          error={calls.error}
          onRetry={calls.refetch}
          onRowClick={({ requestId }) => void navigate(paths.usageCall(requestId))}
          empty={<StateEmpty title={t('calls.emptyTitle')}>{t('calls.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
