import { Breadcrumb, BreadcrumbItem, PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useAdminAccess } from '../../api/session.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { paths } from '../../paths.ts';
import { CorrectPrices } from './correct-prices.tsx';
import { PastCard } from './past-card.tsx';
import { modelQuery } from './queries.ts';

/** Puts the prices of a model right for a time that is over, with a report first; and what was put right before. */
export default function CorrectionPage() {
  const { t } = useTranslation('corrections');
  const { modelId = '' } = useParams();
  const { canChange } = useAdminAccess();
  const model = useQuery(modelQuery(modelId));
  const breadcrumb = (
    <Breadcrumb className="pf-v6-u-mb-md">
      <BreadcrumbItem>
        <Link to={paths.adminModels}>{t('models')}</Link>
      </BreadcrumbItem>
      <BreadcrumbItem>
        <Link to={paths.adminModel(modelId)}>
          <bdi>{model.data?.displayName ?? t('model')}</bdi>
        </Link>
      </BreadcrumbItem>
      <BreadcrumbItem isActive>{t('title')}</BreadcrumbItem>
    </Breadcrumb>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} above={breadcrumb} />
      <PageSection>
        <Remote query={model}>
          {(found) => (
            <Stack hasGutter>
              {canChange && (
                <StackItem>
                  <CorrectPrices model={found} />
                </StackItem>
              )}
              <StackItem>
                <PastCard modelId={found.id} />
              </StackItem>
            </Stack>
          )}
        </Remote>
      </PageSection>
    </>
  );
}
