import { PageSection } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { paths } from '../../paths.ts';
import { ModelCards } from './model-cards.tsx';
import { ModelTable } from './model-table.tsx';
import { ModelsToolbar } from './models-toolbar.tsx';
import type { Model } from './queries.ts';
import { SubscribeDialog } from './subscribe-dialog.tsx';
import { useModelsPage } from './use-models-page.ts';

/** The catalogue: what can be called, what it costs, and what this account may call already. */
export default function ModelsPage() {
  const { t } = useTranslation('models');
  const page = useModelsPage();
  const view = useUrlFilters(['view']);
  const [chosen, setChosen] = useState<Model | null>(null);
  const List = view.values.view === 'cards' ? ModelCards : ModelTable;
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={<LinkButton to={paths.playground}>{t('openPlayground')}</LinkButton>}
      />
      <PageSection>
        <ModelsToolbar filters={page.filters} view={view} />
        <List page={page} onSubscribe={setChosen} />
        <LoadMore query={page.models} />
      </PageSection>
      {chosen && <SubscribeDialog model={chosen} onClose={() => setChosen(null)} />}
    </>
  );
}
