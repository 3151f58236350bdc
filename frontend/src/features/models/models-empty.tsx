import { CubesIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { FilteredEmpty } from '../../components/filtered-empty.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import type { ModelsPage } from './use-models-page.ts';

/** No model at all, or none that fits the filters. */
export function ModelsEmpty({ filters }: { filters: ModelsPage['filters'] }) {
  const { t } = useTranslation('models');
  return (
    <FilteredEmpty filters={filters} title={t('empty.filteredTitle')} body={t('empty.filteredBody')}>
      <StateEmpty title={t('empty.title')} icon={CubesIcon}>
        {t('empty.body')}
      </StateEmpty>
    </FilteredEmpty>
  );
}
