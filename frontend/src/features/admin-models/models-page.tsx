import { PageSection } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { adminModelsQuery } from '../../api/admin-models.ts';
import { useAdminAccess } from '../../api/session.ts';
import { DataTable } from '../../components/data-table.tsx';
import { FilteredEmpty } from '../../components/filtered-empty.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { paths } from '../../paths.ts';
import { filterModels } from './filter-models.ts';
import { ModelsToolbar } from './models-toolbar.tsx';
import { useModelColumns } from './use-model-columns.tsx';

/** The whole catalogue as admins keep it: prices, visibility, routes. */
export default function ModelsPage() {
  const { t } = useTranslation('admin-models');
  const { canChange } = useAdminAccess();
  const navigate = useNavigate();
  const filters = useUrlFilters(['search', 'visibility', 'provider', 'state']);
  const models = useQuery(adminModelsQuery);
  const add = canChange && <LinkButton to={paths.adminNewModel}>{t('add')}</LinkButton>;
  const toProviders = canChange && (
    <LinkButton variant="secondary" to={paths.adminProviders}>
      {t('emptyAction')}
    </LinkButton>
  );
  const nothing = (
    <FilteredEmpty filters={filters} title={t('noMatchTitle')} body={t('noMatchBody')}>
      <StateEmpty title={t('emptyTitle')} action={toProviders}>
        {t('emptyBody')}
      </StateEmpty>
    </FilteredEmpty>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} action={add} />
      <PageSection>
        <ModelsToolbar filters={filters} />
        <DataTable
          label={t('title')}
          columns={useModelColumns()}
          rows={models.data && filterModels(models.data, filters.values)}
          rowKey={({ id }) => id}
          error={models.error}
          onRetry={models.refetch}
          onRowClick={({ id }) => void navigate(paths.adminModel(id))}
          empty={nothing}
        />
      </PageSection>
    </>
  );
}
