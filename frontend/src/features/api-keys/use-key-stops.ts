import { useQuery } from '@tanstack/react-query';
import { useAccountId } from '../../api/account.ts';
import { type KillSwitch, killSwitchesQuery } from '../../api/kill-switches.ts';
import type { ApiKey } from './queries.ts';

/** The account's kill switches as its keys feel them. */
export function useKeyStops() {
  const { data: switches = [] } = useQuery(killSwitchesQuery(useAccountId()));
  const own = (scope: KillSwitch['scope'], scopeId: string) =>
    switches.find((one) => one.scope === scope && one.scopeId === scopeId && one.thrownBy === 'account');
  return {
    /** What stops a key now: a switch on it, its project, its account, or all there is. */
    stopOf: ({ id, projectId }: ApiKey) =>
      switches.find(
        ({ scope, scopeId }) =>
          scope === 'platform' || scope === 'account' || scopeId === id || scopeId === projectId,
      ),
    /** The switch on the key that those who manage the account can lift. */
    ownStopOf: ({ id }: ApiKey) => own('key', id),
    /** The same on the account. */
    ownAccountStop: (accountId: string) => own('account', accountId),
  };
}

export type KeyStops = ReturnType<typeof useKeyStops>;
