import { PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { CallsCard } from './calls-card.tsx';
import { summaryQuery } from './queries.ts';
import { RangePicker } from './range-picker.tsx';
import { TotalsCards } from './totals-cards.tsx';
import { UsageChart } from './usage-chart.tsx';
import { useUsageView } from './use-usage-view.ts';

/** What the account used in a range: totals, where they come from day by day, and every call. */
export default function UsagePage() {
  const { t } = useTranslation('usage');
  const accountId = useAccountId();
  const usage = useUsageView();
  const summary = useQuery(summaryQuery(accountId, usage.view, usage.by));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        <Stack hasGutter>
          <StackItem>
            <RangePicker {...usage} />
          </StackItem>
          <StackItem>
            <TotalsCards summary={summary} />
          </StackItem>
          <StackItem>
            <UsageChart summary={summary} usage={usage} />
          </StackItem>
          <StackItem>
            <CallsCard accountId={accountId} usage={usage} />
          </StackItem>
        </Stack>
      </PageSection>
    </>
  );
}
