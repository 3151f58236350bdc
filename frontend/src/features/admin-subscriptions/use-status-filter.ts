import { useUrlFilters } from '../../components/use-url-filters.ts';
import type { Status } from './queries.ts';

export const statuses: Status[] = ['pending', 'active', 'denied', 'suspended', 'cancelled', 'expired'];
export const anyStatus = 'all';

/** The state that the URL asks for; what waits for a decision when it asks for none. */
export function useStatusFilter() {
  const { values, set } = useUrlFilters(['status']);
  const isAny = values.status === anyStatus;
  const status = statuses.find((known) => known === values.status) ?? 'pending';
  return {
    chosen: isAny ? anyStatus : status,
    status: isAny ? undefined : status,
    choose: (next: string) => set('status', next === 'pending' ? undefined : next),
  };
}
