import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { plansQuery } from '../../api/plans.ts';
import type { AdminUser } from './queries.ts';

export const roles = ['user', 'auditor', 'admin'] as const;
const roleKeys = { user: 'role.user', auditor: 'role.auditor', admin: 'role.admin' } as const;

/** How the pages name a person, a role and a plan. */
export function useUserWords() {
  const { t } = useTranslation('admin-users');
  const plans = useQuery(plansQuery).data ?? [];
  return {
    plans,
    nameOf: ({ name, email }: Pick<AdminUser, 'name' | 'email'>) => name ?? email,
    role: (role: AdminUser['role']) => t(roleKeys[role]),
    plan: (planId: string | null) =>
      planId === null ? t('plan.none') : (plans.find(({ id }) => id === planId)?.name ?? planId),
  };
}
