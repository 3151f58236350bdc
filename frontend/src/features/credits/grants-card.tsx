import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Balance } from '../../api/credits.ts';
import { GrantsTable } from '../../components/grants-table.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';

/** Where the credits come from, and how much of each is left. */
export function GrantsCard({ credits }: { credits: UseQueryResult<Balance> }) {
  const { t } = useTranslation('credits');
  // The cards above it have said why already.
  if (credits.error && !credits.data) return null;
  return (
    <Card>
      <CardTitle component="h2">{t('grants.title')}</CardTitle>
      <CardBody>
        <Content component="p">{t('grants.body')}</Content>
        <GrantsTable
          label={t('grants.title')}
          grants={credits.data?.grants}
          empty={<StateEmpty title={t('grants.emptyTitle')}>{t('grants.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
