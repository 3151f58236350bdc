import { useTranslation } from 'react-i18next';
import type { Budget } from '../../api/budgets.ts';
import { dateTimeFormat } from '../../components/formatters.ts';
import { useLimitWords } from '../../components/use-limit-words.ts';
import { useFormat } from '../../components/use-format.ts';
import { intlLocale } from '../../i18n/languages.ts';
import type { Scope } from './place.ts';

export const units = ['credits', 'requests', 'tokens'] as const;
export const periods = ['minute', 'day', 'week', 'month', 'total'] as const;

const scopeKeys = {
  platform: 'scope.platform',
  account: 'scope.account',
  member: 'scope.member',
  project: 'scope.project',
  subscription: 'scope.subscription',
  key: 'scope.key',
  model: 'scope.model',
  provider: 'scope.provider',
} as const;
const unitKeys = { credits: 'unit.credits', requests: 'unit.requests', tokens: 'unit.tokens' } as const;
const periodKeys = {
  minute: 'period.minute',
  day: 'period.day',
  week: 'period.week',
  month: 'period.month',
  total: 'period.total',
} as const;
const endKeys = {
  block: 'end.block',
  alert: 'end.alert',
  fallback: 'end.fallback',
  kill: 'end.kill',
} as const;
const aboutEndKeys = {
  block: 'end.aboutBlock',
  alert: 'end.aboutAlert',
  fallback: 'end.aboutFallback',
  kill: 'end.aboutKill',
} as const;

/** The words of budgets in the reader's language. */
export function useBudgetWords() {
  const { t, i18n } = useTranslation('budgets');
  const format = useFormat();
  const limits = useLimitWords();
  const shares = (thresholds: number[]) =>
    new Intl.ListFormat(i18n.language).format(thresholds.map((share) => format.percent(share / 100)));
  return {
    /** Its own name, else whose it is. */
    name: (budget: Pick<Budget, 'name' | 'scope' | 'scopeId' | 'scopeName'>) =>
      budget.name ?? limits.budget(budget),
    owner: limits.budget,
    scope: (scope: Scope) => t(scopeKeys[scope]),
    unit: (unit: Budget['unit']) => t(unitKeys[unit]),
    period: (period: Budget['period']) => t(periodKeys[period]),
    end: (end: Budget['onExceed']) => t(endKeys[end]),
    aboutEnd: (end: Budget['onExceed']) => t(aboutEndKeys[end]),
    thresholds(thresholds: number[]): string {
      if (thresholds.length === 0) return t('noThresholds');
      return t('thresholdsAt', { shares: shares(thresholds) });
    },
    shares: (thresholds: number[]) => (thresholds.length === 0 ? t('noThresholds') : shares(thresholds)),
    weekday: (day: number) =>
      // The first of January 2024 was a Monday.
      dateTimeFormat(intlLocale(i18n.language), { weekday: 'long', timeZone: 'UTC' }).format(
        new Date(Date.UTC(2024, 0, day)),
      ),
  };
}
