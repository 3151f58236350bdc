import type { Caller } from './snapshots/callers.ts';
import type { Model } from './snapshots/catalogue.ts';

/** A switch that is thrown. `scopeId` is null for the whole platform. */
export type KillSwitch = { id: string; scope: Scope; scopeId: string | null; reason: string };
type Scope = 'key' | 'project' | 'account' | 'model' | 'provider' | 'platform';

/** All switches that are thrown, by what they stop. */
export type KillSwitches = ReadonlyMap<string, KillSwitch>;

/** What of a call a switch can stop it by. */
export type Subject = {
  accountId: string;
  projectId: string;
  keyId: string | null;
  modelId: string | null;
  /** The provider that works on it now. */
  providerId: string | null;
};

/** Where several stop the same thing, the first of the list is the one that is named. */
export function indexKillSwitches(list: KillSwitch[]): KillSwitches {
  const byTarget = new Map<string, KillSwitch>();
  for (const kill of list) {
    const target = targetOf(kill.scope, kill.scopeId);
    if (!byTarget.has(target)) byTarget.set(target, kill);
  }
  return byTarget;
}

/** The switch that stops a call; of several the one that stops most. */
export function killSwitchOf(kills: KillSwitches, subject: Subject): KillSwitch | undefined {
  if (kills.size === 0) return undefined;
  return (
    kills.get(targetOf('platform', null)) ??
    kills.get(targetOf('account', subject.accountId)) ??
    kills.get(targetOf('project', subject.projectId)) ??
    kills.get(targetOf('key', subject.keyId)) ??
    kills.get(targetOf('model', subject.modelId)) ??
    kills.get(targetOf('provider', subject.providerId))
  );
}

/** What a caller's call is stopped by, as far as it is known: no model is chosen yet, or no provider. */
export function subjectOf(caller: Caller, model: Model | null = null): Subject {
  const { accountId, projectId, keyId } = caller;
  return { accountId, projectId, keyId, modelId: model?.id ?? null, providerId: null };
}

/** The name under which a switch is found. */
export const targetOf = (scope: Scope, id: string | null) => `${scope} ${id ?? ''}`;
