import { useSearchParams } from 'react-router-dom';

/**
 * Filters of a list, kept in the URL so that it can be shared and reloaded.
 * `const filters = useUrlFilters(['search', 'status'])` → `filters.values.search` is a string or undefined.
 */
export function useUrlFilters<Name extends string>(names: readonly Name[]) {
  const [search, setSearch] = useSearchParams();
  const values = Object.fromEntries(names.map((name) => [name, search.get(name) || undefined])) as Record<
    Name,
    string | undefined
  >;
  const set = (name: Name, value: string | undefined) =>
    setSearch(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  const clear = () =>
    setSearch(
      (before) => new URLSearchParams([...before].filter(([name]) => !names.some((own) => own === name))),
      { replace: true },
    );
  return { values, set, clear, any: names.some((name) => values[name]) };
}

export type UrlFilters<Name extends string> = ReturnType<typeof useUrlFilters<Name>>;
