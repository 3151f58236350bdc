import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Balance } from '../../api/credits.ts';
import { Credits } from '../../components/credits.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import type { Grant } from './queries.ts';

const kindKeys = {
  promotional: 'grants.promotional',
  purchase: 'grants.purchase',
  plan: 'grants.plan',
  adjustment: 'grants.adjustment',
} as const;

/** Where the credits come from, and how much of each is left. */
export function GrantsCard({ credits }: { credits: UseQueryResult<Balance> }) {
  const { t } = useTranslation('credits');
  // The cards above it have said why already.
  if (credits.error && !credits.data) return null;
  const columns: Column<Grant>[] = [
    { key: 'kind', label: t('grants.kind'), render: ({ kind }) => t(kindKeys[kind]) },
    {
      key: 'description',
      label: t('grants.description'),
      modifier: 'breakWord',
      render: ({ description }) => <SeededText>{description}</SeededText>,
    },
    {
      key: 'received',
      label: t('grants.received'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      key: 'amount',
      label: t('grants.amount'),
      isNumeric: true,
      render: ({ amountCredits }) => <Credits value={amountCredits} />,
    },
    {
      key: 'remaining',
      label: t('grants.remaining'),
      isNumeric: true,
      render: ({ remainingCredits }) => <Credits value={remainingCredits} isBalance />,
    },
  ];
  return (
    <Card>
      <CardTitle component="h2">{t('grants.title')}</CardTitle>
      <CardBody>
        <Content component="p">{t('grants.body')}</Content>
        <DataTable
          label={t('grants.title')}
          columns={columns}
          rows={credits.data?.grants}
          rowKey={({ id }) => id}
          empty={<StateEmpty title={t('grants.emptyTitle')}>{t('grants.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
