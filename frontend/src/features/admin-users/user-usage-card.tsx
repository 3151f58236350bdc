import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Credits } from '../../components/credits.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { accountUsageQuery, type ModelUsage } from './account-queries.ts';
import type { AdminUser } from './queries.ts';

/** What the account called in the last 30 days, by model, and the way to the calls themselves. */
export function UserUsageCard({ user }: { user: AdminUser }) {
  const { t } = useTranslation('admin-users');
  const format = useFormat();
  const usage = useQuery(accountUsageQuery(user.account.id, format.timeZone));
  const columns: Column<ModelUsage>[] = [
    {
      key: 'model',
      label: t('usage.model'),
      modifier: 'breakWord',
      render: ({ modelName }) => <bdi>{modelName}</bdi>,
    },
    {
      key: 'calls',
      label: t('usage.calls'),
      isNumeric: true,
      render: ({ requests }) => format.number(requests),
    },
    {
      key: 'errors',
      label: t('usage.errors'),
      isNumeric: true,
      render: ({ errors }) => format.number(errors),
    },
    {
      key: 'tokens',
      label: t('usage.tokens'),
      isNumeric: true,
      render: ({ inputTokens, outputTokens }) => <TokenCount value={inputTokens + outputTokens} />,
    },
    {
      key: 'cost',
      label: t('usage.cost'),
      isNumeric: true,
      render: ({ costCredits }) => <Credits value={costCredits} />,
    },
  ];
  const calls = (
    <LinkButton variant="link" isInline to={paths.adminUserCalls(user.id)}>
      {t('usage.show')}
    </LinkButton>
  );
  return (
    <Card>
      <CardHeader actions={{ actions: calls, hasNoOffset: true }}>
        <CardTitle component="h2">{t('usage.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <DataTable
          label={t('usage.title')}
          columns={columns}
          rows={usage.data?.data}
          rowKey={({ modelId }) => modelId ?? ''}
          error={usage.error}
          onRetry={usage.refetch}
          empty={<StateEmpty title={t('usage.emptyTitle')}>{t('usage.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
