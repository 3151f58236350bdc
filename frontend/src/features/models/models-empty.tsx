import { Button } from '@patternfly/react-core';
import { CubesIcon, SearchIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { StateEmpty } from '../../components/state-empty.tsx';
import type { ModelsPage } from './use-models-page.ts';

/** No model at all, or none that fits the filters. */
export function ModelsEmpty({ filters }: { filters: ModelsPage['filters'] }) {
  const { t } = useTranslation('models');
  if (!filters.any) {
    return (
      <StateEmpty title={t('empty.title')} icon={CubesIcon}>
        {t('empty.body')}
      </StateEmpty>
    );
  }
  return (
    <StateEmpty
      title={t('empty.filteredTitle')}
      icon={SearchIcon}
      action={
        <Button variant="secondary" onClick={filters.clear}>
          {t('common:filters.clear')}
        </Button>
      }
    >
      {t('empty.filteredBody')}
    </StateEmpty>
  );
}
