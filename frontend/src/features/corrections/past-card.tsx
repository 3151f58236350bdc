import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useFormat } from '../../components/use-format.ts';
import { Difference } from './difference.tsx';
import { type ReRating, reRatingsQuery } from './queries.ts';

/** What was corrected of the model before. */
export function PastCard({ modelId }: { modelId: string }) {
  const { t } = useTranslation('corrections');
  const format = useFormat();
  const past = useQuery(reRatingsQuery(modelId));
  const columns: Column<ReRating>[] = [
    { key: 'time', label: t('past.time'), render: ({ createdAt }) => <RelativeTime value={createdAt} /> },
    {
      key: 'period',
      label: t('past.period'),
      render: ({ from, to }) => t('past.fromTo', { from: format.dateTime(from), to: format.dateTime(to) }),
    },
    {
      key: 'reason',
      label: t('past.reason'),
      modifier: 'breakWord',
      render: ({ reason }) => <bdi>{reason}</bdi>,
    },
    { key: 'calls', label: t('report.calls'), isNumeric: true, render: ({ calls }) => format.number(calls) },
    {
      key: 'difference',
      label: t('report.difference'),
      isNumeric: true,
      render: ({ differenceCredits }) => <Difference credits={differenceCredits} />,
    },
  ];
  return (
    <Card>
      <CardTitle component="h2">{t('past.title')}</CardTitle>
      <CardBody>
        <Content component="p">{t('past.body')}</Content>
        <DataTable
          label={t('past.title')}
          columns={columns}
          rows={past.data}
          rowKey={({ id }) => id}
          error={past.error}
          onRetry={past.refetch}
          empty={<StateEmpty title={t('past.emptyTitle')}>{t('past.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
