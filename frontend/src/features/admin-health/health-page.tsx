import { Card, CardBody, Content, PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { Notice } from '../../components/notice.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Remote } from '../../components/remote.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { StateLoading } from '../../components/state-loading.tsx';
import { paths } from '../../paths.ts';
import { HealthSummary } from './health-summary.tsx';
import { ProviderCard } from './provider-card.tsx';
import { healthQuery } from './queries.ts';

const loading = (
  <Card>
    <CardBody>
      <StateLoading />
    </CardBody>
  </Card>
);

/** How every provider does right now, and what to do where one fails. */
export default function HealthPage() {
  const { t } = useTranslation('admin-health');
  const { canChange } = useAdminAccess();
  const health = useQuery(healthQuery);
  const add = canChange && <LinkButton to={paths.adminProviders}>{t('emptyAction')}</LinkButton>;
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        {health.error && health.data && <Outdated atMs={health.dataUpdatedAt} />}
        <Remote query={health} loading={loading}>
          {(providers) =>
            providers.length === 0 ? (
              <StateEmpty title={t('emptyTitle')} action={add}>
                {t('emptyBody')}
              </StateEmpty>
            ) : (
              <Stack hasGutter>
                <StackItem>
                  <HealthSummary providers={providers} />
                </StackItem>
                {providers.map((provider) => (
                  <StackItem key={provider.id}>
                    <ProviderCard provider={provider} />
                  </StackItem>
                ))}
                <StackItem>
                  <Content component="small">
                    {t('live', { minutes: (providers[0]?.windowSeconds ?? 0) / 60 })}
                  </Content>
                </StackItem>
              </Stack>
            )
          }
        </Remote>
      </PageSection>
    </>
  );
}

/** What is shown is older than it should be. */
function Outdated({ atMs }: { atMs: number }) {
  const { t } = useTranslation('admin-health');
  return (
    <Notice isLiveRegion className="pf-v6-u-mb-md" variant="warning" title={t('outdated')}>
      <Trans
        ns="admin-health"
        i18nKey="outdatedBody"
        components={{ time: <RelativeTime value={new Date(atMs).toISOString()} /> }}
      />
    </Notice>
  );
}
