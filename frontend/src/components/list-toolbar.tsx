import { Toolbar, ToolbarContent, ToolbarGroup, ToolbarItem } from '@patternfly/react-core';
import type { ReactNode } from 'react';
import { FilterChips } from './filter-chips.tsx';
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
  const chips = items.flatMap(({ name, label, options }) => {
    const value = filters.values[name];
    const shown = options?.find((option) => option.value === value)?.label ?? value;
    return shown ? [{ name, label, value: shown }] : [];
  });
  return (
    <Toolbar inset={{ default: 'insetNone' }}>
      <ToolbarContent>
        <ToolbarGroup variant="filter-group" rowWrap={{ default: 'wrap' }}>
          {items.map(({ name, label, options }) => {
            const value = filters.values[name];
            const onChange = (next: string | undefined) => filters.set(name, next);
            return (
              <ToolbarItem key={name}>
                {options ? (
                  <SelectFilter {...{ label, options, value, onChange }} />
                ) : (
                  <SearchFilter {...{ label, value, onChange }} />
                )}
              </ToolbarItem>
            );
          })}
        </ToolbarGroup>
        {end && <ToolbarItem align={{ default: 'alignEnd' }}>{end}</ToolbarItem>}
      </ToolbarContent>
      {chips.length > 0 && (
        <ToolbarContent>
          <FilterChips
            chips={chips}
            onRemove={(name) => filters.set(name as Name, undefined)}
            onClear={filters.clear}
          />
        </ToolbarContent>
      )}
    </Toolbar>
  );
}
