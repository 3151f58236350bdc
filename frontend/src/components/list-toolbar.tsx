import { Toolbar, ToolbarContent, ToolbarFilter, ToolbarGroup, ToolbarItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { SearchFilter } from './search-filter.tsx';
import { type FilterOption, SelectFilter } from './select-filter.tsx';
import type { UrlFilters } from './use-url-filters.ts';

type Filter<Name extends string> = {
  name: Name;
  label: string;
  /** Left out: a search box. */
  options?: FilterOption[];
};

type Props<Name extends string> = {
  filters: UrlFilters<Name>;
  items: Filter<Name>[];
  /** Counts or secondary actions at the end of the line. */
  end?: ReactNode;
};

/** Filters of a list above its table, with a chip for each one in force. */
export function ListToolbar<Name extends string>({ filters, items, end }: Props<Name>) {
  const { t } = useTranslation('common');
  return (
    <Toolbar
      clearAllFilters={filters.clear}
      clearFiltersButtonText={t('filters.clear')}
      inset={{ default: 'insetNone' }}
    >
      <ToolbarContent>
        <ToolbarGroup variant="filter-group" rowWrap={{ default: 'wrap' }}>
          {items.map(({ name, label, options }) => {
            const value = filters.values[name];
            const shown = options?.find((option) => option.value === value)?.label ?? value;
            const input = options ? (
              <SelectFilter {...{ label, options, value }} onChange={(next) => filters.set(name, next)} />
            ) : (
              <SearchFilter {...{ label, value }} onChange={(next) => filters.set(name, next)} />
            );
            return (
              <ToolbarFilter
                key={name}
                categoryName={label}
                labels={shown ? [shown] : []}
                deleteLabel={() => filters.set(name, undefined)}
              >
                {input}
              </ToolbarFilter>
            );
          })}
        </ToolbarGroup>
        {end && <ToolbarItem align={{ default: 'alignEnd' }}>{end}</ToolbarItem>}
      </ToolbarContent>
    </Toolbar>
  );
}
