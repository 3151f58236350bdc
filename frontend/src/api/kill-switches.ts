import { queryOptions, useMutation } from '@tanstack/react-query';
import { api } from './client.ts';
import { queryClient } from './query-client.ts';
import type { BodyOf, RowOf } from './types.ts';

export type KillSwitch = RowOf<'/api/v1/accounts/{accountId}/kill-switches'>;
type NewKillSwitch = BodyOf<'post', '/api/v1/accounts/{accountId}/kill-switches'>;

// As many as the server gives at once; nobody throws more.
const limit = 200;
const oftenMs = 60_000;

/** The switches that stop something of the account now, whoever threw them. Asked again: others throw them, too. */
export const killSwitchesQuery = (accountId: string) =>
  queryOptions({
    queryKey: ['kill-switches', accountId],
    queryFn: async () =>
      (
        await api.get('/api/v1/accounts/{accountId}/kill-switches', {
          params: { accountId },
          query: { status: 'current', limit },
        })
      ).data,
    refetchInterval: oftenMs,
    refetchOnWindowFocus: true,
  });

/** What every switch that was thrown or lifted makes outdated, also for who threw it as an admin. */
export const killSwitchesChanged = () =>
  Promise.all([
    queryClient.invalidateQueries({ queryKey: ['kill-switches'] }),
    queryClient.invalidateQueries({ queryKey: ['admin-kill-switches'] }),
  ]);

/** Stops the account or something of it. Errors: 409 `already_stopped`. */
export function useThrowSwitch(accountId: string) {
  return useMutation({
    mutationFn: (body: NewKillSwitch) =>
      api.post('/api/v1/accounts/{accountId}/kill-switches', { params: { accountId }, body }),
    onSettled: killSwitchesChanged,
  });
}

/** Lifts what the account itself has thrown. */
export function useLiftSwitch(accountId: string) {
  return useMutation({
    mutationFn: (killSwitchId: string) =>
      api.delete('/api/v1/accounts/{accountId}/kill-switches/{killSwitchId}', {
        params: { accountId, killSwitchId },
      }),
    onSettled: killSwitchesChanged,
  });
}
