import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { QueryOf, RowOf } from '../../api/types.ts';

export type AuditEntry = RowOf<'/api/v1/admin/audit'>;
type Filter = Pick<NonNullable<QueryOf<'get', '/api/v1/admin/audit'>>, 'actor' | 'action' | 'target'>;

/** What was changed, the newest first, page by page. */
export const auditQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['admin-audit', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/audit', {
        query: { limit: 25, ...filter, ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
