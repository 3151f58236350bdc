import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminProvidersQuery } from '../../api/admin-providers.ts';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import type { UrlFilters } from '../../components/use-url-filters.ts';
import { type ModelFilter, states } from './filter-models.ts';
import { useModelWords, visibilities } from './use-model-words.ts';

const stateKeys = {
  enabled: 'common:status.enabled',
  disabled: 'common:status.disabled',
  unpriced: 'common:prices.none',
} as const;

/** Filters of the catalogue. */
export function ModelsToolbar({ filters }: { filters: UrlFilters<keyof ModelFilter> }) {
  const { t } = useTranslation('admin-models');
  const words = useModelWords();
  const providers = useQuery(adminProvidersQuery).data ?? [];
  return (
    <ListToolbar
      filters={filters}
      items={[
        { name: 'search', label: t('search') },
        {
          name: 'visibility',
          label: t('columns.visibility'),
          options: visibilities.map((value) => ({ value, label: words.visibility(value) })),
        },
        {
          name: 'provider',
          label: t('columns.provider'),
          options: providers.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          name: 'state',
          label: t('columns.state'),
          options: states.map((value) => ({ value, label: t(stateKeys[value]) })),
        },
      ]}
    />
  );
}
