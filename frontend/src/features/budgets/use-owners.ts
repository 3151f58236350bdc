import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccount } from '../../api/account.ts';
import { useUser } from '../../api/session.ts';
import { type Owner, ownersQuery } from './owners.ts';
import type { Scope } from './place.ts';
import { usePlace } from './place-context.ts';

/** The scopes that a budget can have here; members are limited where there may be several. */
export function useScopes(): Scope[] {
  const { place } = usePlace();
  const isTeam = useAccount()?.kind === 'team';
  if (place.isPlatform) return ['platform', 'provider', 'model'];
  return ['account', ...(isTeam ? ['member' as const] : []), 'project', 'key', 'model', 'subscription'];
}

/** What a budget of this scope may be for, undefined until it is known. */
export function useOwners(scope: Scope): Owner[] | undefined {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const user = useUser();
  const owners = useQuery(ownersQuery(place, scope)).data;
  if (scope === 'member') return [{ id: user.id, name: t('form.you', { name: user.name ?? user.email }) }];
  return owners;
}
