import { PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { creditsQuery } from '../../api/credits.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { BalanceCards } from './balance-cards.tsx';
import { GrantsCard } from './grants-card.tsx';
import { LedgerCard } from './ledger-card.tsx';
import { MoreCreditsCard } from './more-credits-card.tsx';

/** What the account has, where it comes from, and everything that changed it. */
export default function CreditsPage() {
  const { t } = useTranslation('credits');
  const accountId = useAccountId();
  const credits = useQuery(creditsQuery(accountId));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        <Stack hasGutter>
          <StackItem>
            <BalanceCards credits={credits} />
          </StackItem>
          <StackItem>
            <MoreCreditsCard accountId={accountId} availableCredits={credits.data?.availableCredits} />
          </StackItem>
          <StackItem>
            <GrantsCard credits={credits} />
          </StackItem>
          <StackItem>
            <LedgerCard accountId={accountId} />
          </StackItem>
        </Stack>
      </PageSection>
    </>
  );
}
