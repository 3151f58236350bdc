import { useUrlFilters } from '../../components/use-url-filters.ts';
import type { Status } from './queries.ts';

export const statuses: Status[] = ['pending', 'active', 'denied', 'suspended', 'cancelled', 'expired'];
export const anyStatus = 'all';

/** The state that the URL asks for; what waits for a decision when it asks for none. */
export function useStatusFilter() {
  const { values, set } = useUrlFilters(['status']);
  const chosen = values.status ?? 'pending';
  return {
    chosen: chosen === anyStatus ? anyStatus : (statuses.find((status) => status === chosen) ?? 'pending'),
    status: chosen === anyStatus ? undefined : (statuses.find((status) => status === chosen) ?? 'pending'),
    choose: (status: string) => set('status', status === 'pending' ? undefined : status),
  };
}
