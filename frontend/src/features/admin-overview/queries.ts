import { queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import type { ResponseOf } from '../../api/types.ts';

export type Overview = ResponseOf<'get', '/api/v1/admin/overview'>;
export type Verification = ResponseOf<'get', '/api/v1/admin/verify'>;

/** Counts of the platform and its providers. */
export const overviewQuery = queryOptions({
  queryKey: ['admin-overview'],
  queryFn: ({ signal }) => api.get('/api/v1/admin/overview', { signal }),
});

/** The invariants of the money, on live data; asked for by hand, since it reads everything. */
export const verifyQuery = queryOptions({
  queryKey: ['admin-verify'],
  queryFn: () => api.get('/api/v1/admin/verify'),
  enabled: false,
  retry: false,
});
