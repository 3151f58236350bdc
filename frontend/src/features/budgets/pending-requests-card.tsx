import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { usePlace } from './place-context.ts';
import { budgetsQuery, requestsQuery } from './queries.ts';
import { RequestTable } from './request-table.tsx';

/** Requests that wait for the reader's answer; nothing when there are none. */
export function PendingRequestsCard() {
  const { t } = useTranslation('budgets');
  const { place, mayChange } = usePlace();
  const budgets = useQuery(budgetsQuery(place)).data?.filter((one) => one.pendingIncreaseRequests > 0) ?? [];
  const answers = useQueries({ queries: budgets.map(({ id }) => requestsQuery(place, id)) });
  const rows = budgets.flatMap((budget, index) =>
    (answers[index]?.data ?? [])
      .filter(({ status }) => status === 'pending')
      .map((request) => ({ budget, request })),
  );
  if (!mayChange || budgets.length === 0) return null;
  const isLoading = answers.some(({ isPending }) => isPending);
  return (
    <Card>
      <CardTitle component="h2">{t('requests.waiting')}</CardTitle>
      <CardBody>
        <Content component="p">{t('requests.waitingBody')}</Content>
        <RequestTable
          ofMany
          rows={isLoading ? undefined : rows}
          error={answers.find(({ error }) => error)?.error}
          onRetry={() => Promise.all(answers.map(({ refetch }) => refetch()))}
          empty={null}
        />
      </CardBody>
    </Card>
  );
}
