import { Breadcrumb, BreadcrumbItem, Grid, GridItem, PageSection } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useAccountId } from '../../api/account.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { paths } from '../../paths.ts';
import { CallCostCard } from './call-cost-card.tsx';
import { CallFactsCard } from './call-facts-card.tsx';
import { CallTextsCard } from './call-texts-card.tsx';
import { CallRouteCard } from './call-route-card.tsx';
import { CallTimingsCard } from './call-timings-card.tsx';
import { callQuery } from './queries.ts';

/** One call: what it was, how its cost comes about, and how long it took. */
export default function CallPage() {
  const { t } = useTranslation('usage');
  const accountId = useAccountId();
  const { requestId = '' } = useParams();
  const call = useQuery(callQuery(accountId, requestId));
  const breadcrumb = (
    <Breadcrumb className="pf-v6-u-mb-md">
      <BreadcrumbItem>
        <Link to={paths.usage}>{t('title')}</Link>
      </BreadcrumbItem>
      <BreadcrumbItem isActive>{t('call.title')}</BreadcrumbItem>
    </Breadcrumb>
  );
  return (
    <>
      <PageHeader title={t('call.title')} description={t('call.description')} above={breadcrumb} />
      <PageSection>
        <Remote query={call}>
          {(found) => (
            <Grid hasGutter>
              <GridItem span={12} xl={6}>
                <CallFactsCard accountId={accountId} call={found} />
              </GridItem>
              <GridItem span={12} xl={6}>
                <CallTimingsCard call={found} />
              </GridItem>
              <GridItem span={12}>
                <CallCostCard call={found} />
              </GridItem>
              <CallRouteCard call={found} />
              {found.keepsTexts && <CallTextsCard accountId={accountId} requestId={found.requestId} />}
            </Grid>
          )}
        </Remote>
      </PageSection>
    </>
  );
}
