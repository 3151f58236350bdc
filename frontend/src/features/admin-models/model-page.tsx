import { PageSection, Stack, StackItem } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router-dom';
import { useAdminAccess } from '../../api/session.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { Remote } from '../../components/remote.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { paths } from '../../paths.ts';
import { ModelFactsCard } from './model-facts-card.tsx';
import { ModelHeader } from './model-header.tsx';
import { PricesCard } from './prices-card.tsx';
import { modelQuery } from './queries.ts';
import { RoutesCard } from './routes-card.tsx';

/** One model of the catalogue: who gets it, what it costs, where its calls go. */
export default function ModelPage() {
  const { t } = useTranslation('admin-models');
  const { modelId = '' } = useParams();
  const { canChange } = useAdminAccess();
  const model = useQuery(modelQuery(modelId));
  const edit = canChange && model.data && (
    <LinkButton to={paths.adminModelEdit(model.data.id)}>{t('edit')}</LinkButton>
  );
  return (
    <>
      <ModelHeader
        title={model.data?.displayName ?? t('model')}
        description={model.data?.description && <SeededText>{model.data.description}</SeededText>}
        action={edit}
      />
      <PageSection>
        <Remote query={model}>
          {(found) => (
            <Stack hasGutter>
              <StackItem>
                <ModelFactsCard model={found} />
              </StackItem>
              <StackItem>
                <PricesCard model={found} />
              </StackItem>
              <StackItem>
                <RoutesCard model={found} />
              </StackItem>
            </Stack>
          )}
        </Remote>
      </PageSection>
    </>
  );
}
