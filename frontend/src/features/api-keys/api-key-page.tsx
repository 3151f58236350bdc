import { Breadcrumb, BreadcrumbItem, Grid, GridItem, PageSection } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useAccountId } from '../../api/account.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { paths } from '../../paths.ts';
import { KeyActions } from './key-actions.tsx';
import { useKeyActs } from './use-key-acts.tsx';
import { KeySettingsCard } from './key-settings-card.tsx';
import { KeyUsageCard } from './key-usage-card.tsx';
import { keyQuery } from './queries.ts';
import { useKeyStops } from './use-key-stops.ts';

/** One key: what it may do, what it was used for, and the way to end it. */
export default function ApiKeyPage() {
  const { t } = useTranslation('api-keys');
  const { keyId = '' } = useParams();
  const key = useQuery(keyQuery(useAccountId(), keyId));
  const stops = useKeyStops();
  const { acts, dialog } = useKeyActs();
  const name = key.data?.name ?? t('key.title');
  return (
    <>
      <PageHeader
        title={name}
        action={
          key.data && (
            <KeyActions {...acts} apiKey={key.data} ownStop={stops.ownStopOf(key.data)} variant="secondary" />
          )
        }
        above={
          <Breadcrumb className="pf-v6-u-mb-sm" aria-label={t('breadcrumb')}>
            <BreadcrumbItem
              render={({ className }) => (
                <Link to={paths.apiKeys} className={className}>
                  {t('title')}
                </Link>
              )}
            />
            <BreadcrumbItem isActive>{name}</BreadcrumbItem>
          </Breadcrumb>
        }
      />
      <PageSection>
        <Remote query={key}>
          {(apiKey) => (
            <Grid hasGutter>
              <GridItem span={12} lg={5}>
                <KeySettingsCard apiKey={apiKey} stop={stops.stopOf(apiKey)} />
              </GridItem>
              <GridItem span={12} lg={7}>
                <KeyUsageCard keyId={apiKey.id} />
              </GridItem>
            </Grid>
          )}
        </Remote>
      </PageSection>
      {dialog}
    </>
  );
}
