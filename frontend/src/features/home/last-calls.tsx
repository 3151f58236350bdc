import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router-dom';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useCallColumns } from '../../components/use-call-columns.tsx';
import { paths } from '../../paths.ts';
import { type Call, lastCallsQuery } from './queries.ts';

/** The newest calls, with the way to all of them. */
export function LastCalls({ accountId }: { accountId: string }) {
  const { t } = useTranslation('home');
  const { time, outcome, tokens, latency, cost } = useCallColumns();
  const navigate = useNavigate();
  const calls = useQuery(lastCallsQuery(accountId));
  const model: Column<Call> = {
    key: 'model',
    label: t('common:calls.model'),
    render: (call) => (
      <Link to={paths.usageCall(call.requestId)}>
        <bdi>{call.modelName}</bdi>
      </Link>
    ),
  };
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
          columns={[time, model, outcome, tokens, latency, cost]}
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
