import { Breadcrumb, BreadcrumbItem, PageSection } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router-dom';
import { useAccountId } from '../../api/account.ts';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { PageHeader } from '../../components/page-header.tsx';
import { Remote } from '../../components/remote.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { paths } from '../../paths.ts';
import { ModelAction } from './model-action.tsx';
import { ModelDetail } from './model-detail.tsx';
import { modelQuery } from './queries.ts';

/** One model: what it is, costs and can do, whether this account may call it, and the call itself. */
export default function ModelPage() {
  const { t } = useTranslation('models');
  const { modelId = '' } = useParams();
  const model = useQuery(modelQuery(modelId));
  const subscriptions = useQuery(subscriptionsQuery(useAccountId()));
  const isKnown = model.data && subscriptions.data;
  const subscription = subscriptions.data?.find((one) => one.modelId === model.data?.id);
  const name = model.data?.displayName ?? t('model.title');
  return (
    <>
      <PageHeader
        title={name}
        description={model.data && <SeededText>{model.data.description ?? t('noDescription')}</SeededText>}
        action={isKnown && <ModelAction model={model.data} subscription={subscription} />}
        above={
          <Breadcrumb className="pf-v6-u-mb-sm" aria-label={t('breadcrumb')}>
            <BreadcrumbItem
              render={({ className }) => (
                <Link to={paths.models} className={className}>
                  {t('title')}
                </Link>
              )}
            />
            <BreadcrumbItem isActive>{name}</BreadcrumbItem>
          </Breadcrumb>
        }
      />
      <PageSection>
        <Remote query={model}>
          {(data) => (
            <Remote query={subscriptions}>
              {() => <ModelDetail model={data} subscription={subscription} />}
            </Remote>
          )}
        </Remote>
      </PageSection>
    </>
  );
}
