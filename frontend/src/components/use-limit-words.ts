import { useTranslation } from 'react-i18next';
import type { Budget } from '../api/budgets.ts';
import type { Limit } from '../api/limits.ts';

const budgetKeys = {
  platform: 'limit.budgetOf.platform',
  account: 'limit.budgetOf.account',
  member: 'limit.budgetOf.member',
  project: 'limit.budgetOf.project',
  subscription: 'limit.budgetOf.subscription',
  key: 'limit.budgetOf.key',
  model: 'limit.budgetOf.model',
  provider: 'limit.budgetOf.provider',
} as const;
const planKeys: Partial<Record<Limit['unit'], string>> = {
  concurrency: 'limit.plan.calls',
  rpm: 'limit.plan.rpm',
  tpm: 'limit.plan.tpm',
};
const keyKeys: Partial<Record<Limit['unit'], string>> = {
  concurrency: 'limit.key.calls',
  rpm: 'limit.key.rpm',
  tpm: 'limit.key.tpm',
};

type Owned = Pick<Budget, 'scope' | 'scopeName' | 'scopeId'>;

/** What limits are called. */
export function useLimitWords() {
  const { t } = useTranslation('common');
  // Isolated: names of any script stand in sentences of any direction.
  const nameOf = ({ scopeName, scopeId }: Owned) => `\u2068${scopeName ?? scopeId}\u2069`;
  const budget = (owned: Owned) => t(budgetKeys[owned.scope], { name: nameOf(owned) });
  return {
    nameOf,
    /** Whose budget: “Budget of the API key Production”. */
    budget,
    limit(limit: Limit): string {
      if (limit.kind === 'balance') return t('limit.balance');
      if (limit.kind === 'budget') return budget(limit);
      if (limit.kind === 'quota') return t('limit.quota', { name: nameOf(limit) });
      if (limit.scope === 'key') return t(keyKeys[limit.unit] ?? 'limit.key.rpm', { name: nameOf(limit) });
      return t(planKeys[limit.unit] ?? 'limit.plan.rpm');
    },
  };
}
