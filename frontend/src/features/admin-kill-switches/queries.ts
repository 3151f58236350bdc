import { infiniteQueryOptions, queryOptions, useMutation } from '@tanstack/react-query';
import { api } from '../../api/client.ts';
import { killSwitchesChanged } from '../../api/kill-switches.ts';
import type { BodyOf, QueryOf, RowOf } from '../../api/types.ts';

export type AdminKillSwitch = RowOf<'/api/v1/admin/kill-switches'>;
export type Scope = AdminKillSwitch['scope'];
export type Target = RowOf<'/api/v1/admin/kill-switches/targets'>;
export type TargetScope = Exclude<Scope, 'platform'>;
export type Status = NonNullable<NonNullable<QueryOf<'get', '/api/v1/admin/kill-switches'>>['status']>;

const shownTargets = 8;

/** All switches, the current ones first, page by page. */
export const killSwitchesQuery = (status: Status | undefined) =>
  infiniteQueryOptions({
    queryKey: ['admin-kill-switches', 'list', status],
    queryFn: ({ pageParam, signal }) =>
      api.get('/api/v1/admin/kill-switches', {
        query: { limit: 25, ...(status && { status }), ...(pageParam && { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });

/** The first few things of a kind that can be stopped, found by name or id. */
export const targetsQuery = (scope: TargetScope, search: string) =>
  queryOptions({
    queryKey: ['admin-kill-switches', 'targets', scope, search],
    queryFn: async ({ signal }) =>
      (
        await api.get('/api/v1/admin/kill-switches/targets', {
          query: { scope, search, limit: shownTargets },
          signal,
        })
      ).data,
  });

/** Stops something. Errors: 409 `already_stopped`. */
export function useThrowSwitch() {
  return useMutation({
    mutationFn: (body: BodyOf<'post', '/api/v1/admin/kill-switches'>) =>
      api.post('/api/v1/admin/kill-switches', { body }),
    onSettled: killSwitchesChanged,
  });
}

/** Lifts any switch, also one that an account has thrown. */
export function useLiftSwitch() {
  return useMutation({
    mutationFn: (killSwitchId: string) =>
      api.delete('/api/v1/admin/kill-switches/{killSwitchId}', { params: { killSwitchId } }),
    onSettled: killSwitchesChanged,
  });
}
