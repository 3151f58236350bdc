import { Breadcrumb, BreadcrumbItem, PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useAdminAccess } from '../../api/session.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { paths } from '../../paths.ts';
import { ConnectionCard } from './connection-card.tsx';
import { DiscoveredCard } from './discovered-card.tsx';
import { discoveredQuery, providerQuery } from './queries.ts';

/** One connection: its settings, whether it answers, and the models it serves. */
export default function ProviderPage() {
  const { t } = useTranslation('admin-providers');
  const { providerId = '' } = useParams();
  const { canChange } = useAdminAccess();
  const provider = useQuery(providerQuery(providerId));
  const discovered = useQuery(discoveredQuery(providerId));
  const name = provider.data?.name ?? t('provider');
  const breadcrumb = (
    <Breadcrumb className="pf-v6-u-mb-md">
      <BreadcrumbItem>
        <Link to={paths.adminProviders}>{t('title')}</Link>
      </BreadcrumbItem>
      <BreadcrumbItem isActive>
        <bdi>{name}</bdi>
      </BreadcrumbItem>
    </Breadcrumb>
  );
  const discover = canChange && provider.data && (
    <SubmitButton isPending={discovered.isFetching} onClick={() => void discovered.refetch()}>
      {t('discover.action')}
    </SubmitButton>
  );
  return (
    <>
      <PageHeader title={name} above={breadcrumb} action={discover} />
      <PageSection>
        <Remote query={provider}>
          {(found) => (
            <Stack hasGutter>
              <StackItem>
                <ConnectionCard provider={found} />
              </StackItem>
              {canChange && (
                <StackItem>
                  <DiscoveredCard provider={found} discovered={discovered} />
                </StackItem>
              )}
            </Stack>
          )}
        </Remote>
      </PageSection>
    </>
  );
}
