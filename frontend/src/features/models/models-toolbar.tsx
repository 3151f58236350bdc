import { ToggleGroup, ToggleGroupItem } from '@patternfly/react-core';
import { ListIcon, ThLargeIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import type { useUrlFilters } from '../../components/use-url-filters.ts';
import type { ModelsPage } from './use-models-page.ts';
import { useModelWords } from './use-model-words.ts';

type Props = {
  filters: ModelsPage['filters'];
  /** Table unless `cards`; kept in the URL like the filters. */
  view: ReturnType<typeof useUrlFilters<'view'>>;
};

/** Search, filters and the choice between table and cards. */
export function ModelsToolbar({ filters, view }: Props) {
  const { t } = useTranslation('models');
  const { options } = useModelWords();
  const isCards = view.values.view === 'cards';
  const toggle = (
    <ToggleGroup aria-label={t('view.label')}>
      <ToggleGroupItem
        icon={<ListIcon />}
        aria-label={t('view.table')}
        isSelected={!isCards}
        onChange={() => view.set('view', undefined)}
      />
      <ToggleGroupItem
        icon={<ThLargeIcon />}
        aria-label={t('view.cards')}
        isSelected={isCards}
        onChange={() => view.set('view', 'cards')}
      />
    </ToggleGroup>
  );
  return (
    <ListToolbar
      filters={filters}
      items={[
        { name: 'search', label: t('filter.search') },
        { name: 'capability', label: t('columns.capabilities'), options: options.capability },
        { name: 'class', label: t('filter.class'), options: options.modelClass },
        { name: 'providerClass', label: t('filter.providerClass'), options: options.providerClass },
      ]}
      end={toggle}
    />
  );
}
