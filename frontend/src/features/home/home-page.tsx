import { Content, Grid, GridItem, PageSection } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { useUser } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PlanLabels } from '../../components/plan-labels.tsx';
import { paths } from '../../paths.ts';
import { CallToPaste } from './call-to-paste.tsx';
import { FirstSteps } from './first-steps.tsx';
import { LastCalls } from './last-calls.tsx';
import { NextLimitCard } from './next-limit-card.tsx';
import { useFirstSteps } from './use-first-steps.ts';
import { WeekCards } from './week-cards.tsx';

/** Where the account stands: credits, the last seven days, the last calls, and what to do first. */
export default function HomePage() {
  const { t } = useTranslation('home');
  const user = useUser();
  const accountId = useAccountId();
  const firstSteps = useFirstSteps(accountId);
  return (
    <>
      <PageHeader
        title={user.name ? t('titleNamed', { name: user.name }) : t('title')}
        description={t('description')}
        action={<LinkButton to={paths.models}>{t('browseModels')}</LinkButton>}
      />
      <PageSection>
        <Content component="p">
          <PlanLabels accountId={accountId} />
        </Content>
        <Grid hasGutter>
          <WeekCards accountId={accountId} />
          <GridItem span={12}>
            <NextLimitCard accountId={accountId} />
          </GridItem>
          {firstSteps.isOpen && (
            <GridItem span={12} xl={6}>
              <FirstSteps steps={firstSteps.steps} />
            </GridItem>
          )}
          {firstSteps.isOpen && (
            <GridItem span={12} xl={6}>
              <CallToPaste accountId={accountId} />
            </GridItem>
          )}
          <GridItem span={12}>
            <LastCalls accountId={accountId} />
          </GridItem>
          {!firstSteps.isOpen && (
            <GridItem span={12}>
              <CallToPaste accountId={accountId} />
            </GridItem>
          )}
        </Grid>
      </PageSection>
    </>
  );
}
