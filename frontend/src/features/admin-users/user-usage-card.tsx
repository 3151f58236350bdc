import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import { ModelUsageTable } from '../../components/model-usage-table.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { accountUsageQuery } from './account-queries.ts';
import type { AdminUser } from './queries.ts';

/** What the account called in the last 30 days, by model, and the way to the calls themselves. */
export function UserUsageCard({ user }: { user: AdminUser }) {
  const { t } = useTranslation('admin-users');
  const format = useFormat();
  const usage = useQuery(accountUsageQuery(user.account.id, format.timeZone));
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
        <ModelUsageTable
          label={t('usage.title')}
          usage={usage}
          empty={<StateEmpty title={t('usage.emptyTitle')}>{t('usage.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
