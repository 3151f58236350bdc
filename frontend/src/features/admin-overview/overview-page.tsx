import { PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { paths } from '../../paths.ts';
import { MoneyCheckCard } from './money-check-card.tsx';
import { OverviewCards } from './overview-cards.tsx';
import { ProvidersCard } from './providers-card.tsx';
import { overviewQuery } from './queries.ts';

/** How the platform is today, what needs a decision, whether providers answer and the money adds up. */
export default function OverviewPage() {
  const { t } = useTranslation('admin-overview');
  const { canChange } = useAdminAccess();
  const overview = useQuery(overviewQuery);
  const pending = overview.data?.pendingSubscriptions ?? 0;
  const decide = canChange && pending > 0 && (
    <LinkButton to={paths.adminSubscriptions}>{t('decide', { count: pending })}</LinkButton>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} action={decide} />
      <PageSection>
        <Stack hasGutter>
          <StackItem>
            <OverviewCards overview={overview} />
          </StackItem>
          <StackItem>
            <ProvidersCard overview={overview} />
          </StackItem>
          <StackItem>
            <MoneyCheckCard />
          </StackItem>
        </Stack>
      </PageSection>
    </>
  );
}
