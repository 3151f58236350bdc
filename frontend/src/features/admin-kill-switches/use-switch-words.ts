import { useTranslation } from 'react-i18next';
import type { AdminKillSwitch, Scope, Target } from './queries.ts';

const scopeKeys = {
  key: 'scope.key',
  project: 'scope.project',
  account: 'scope.account',
  model: 'scope.model',
  provider: 'scope.provider',
  platform: 'scope.platform',
} as const;

const effectKeys = {
  key: 'effect.key',
  project: 'effect.project',
  account: 'effect.account',
  model: 'effect.model',
  provider: 'effect.provider',
  platform: 'effect.platform',
} as const;

/** The kinds of things that can be stopped, the widest last. */
export const scopes = Object.keys(scopeKeys) as Scope[];

/** Names of what can be stopped, and sentences about it. */
export function useSwitchWords() {
  const { t } = useTranslation('admin-kill-switches');
  return {
    scope: (scope: Scope) => t(scopeKeys[scope]),
    /** Exactly what stops. */
    effect: (scope: Scope, target: Pick<Target, 'name' | 'accountName'> | null) =>
      t(effectKeys[scope], { name: target?.name, account: target?.accountName }),
    /** What a switch stops, in few words; the id where the thing is gone. */
    name: ({ scope, scopeId, scopeName }: Pick<AdminKillSwitch, 'scope' | 'scopeId' | 'scopeName'>) =>
      scopeName ?? scopeId ?? t(scopeKeys[scope]),
  };
}
