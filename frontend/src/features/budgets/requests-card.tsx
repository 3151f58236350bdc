import { Card, CardBody, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { StateEmpty } from '../../components/state-empty.tsx';
import { usePlace } from './place-context.ts';
import { requestsQuery } from './queries.ts';
import { RequestTable } from './request-table.tsx';

/** Every request for a higher limit of one budget that the reader sees. */
export function RequestsCard({ budget }: { budget: Budget }) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const requests = useQuery(requestsQuery(place, budget.id));
  return (
    <Card>
      <CardTitle component="h2">{t('requests.title')}</CardTitle>
      <CardBody>
        <RequestTable
          rows={requests.data?.map((request) => ({ budget, request }))}
          error={requests.error}
          onRetry={requests.refetch}
          empty={<StateEmpty title={t('requests.emptyTitle')}>{t('requests.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
