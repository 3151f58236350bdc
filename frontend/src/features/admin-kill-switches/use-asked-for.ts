import { useQuery } from '@tanstack/react-query';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { type Target, type TargetScope, targetsQuery } from './queries.ts';

export type Preset = { scope: TargetScope; target: Target };

const scopes: TargetScope[] = ['key', 'project', 'account', 'model', 'provider'];

/** What the URL asks to stop (`paths.adminStop`), once its name is known. */
export function useAskedFor(): { target: Preset | null; clear: () => void } {
  const { values, clear } = useUrlFilters(['stop', 'id']);
  const scope = scopes.find((known) => known === values.stop);
  const found = useQuery({
    ...targetsQuery(scope ?? 'account', values.id ?? ''),
    enabled: !!scope && !!values.id,
  });
  const target = found.data?.find(({ id }) => id === values.id);
  return { target: scope && target ? { scope, target } : null, clear };
}
