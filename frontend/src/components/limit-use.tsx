import { useTranslation } from 'react-i18next';
import type { Limit } from '../api/limits.ts';
import { LimitBar } from './limit-bar.tsx';
import { useAmounts } from './use-amounts.ts';

/** How a limit of the next call stands; of one for all accounts only what it is, unless the reader may see more. */
export function LimitUse({ limit, label }: { limit: Limit; label: string }) {
  const { t } = useTranslation('common');
  const amounts = useAmounts();
  const { unit, used, held } = limit;
  if (used === null || held === null)
    return <div>{t('limit.ofAll', { amount: amounts.amount(unit, limit.limit) })}</div>;
  // Calls at once are never used up: the running ones are what counts.
  const counts = unit === 'concurrency' ? { used: held } : { used, held };
  return <LimitBar label={label} unit={unit} limit={limit.limit} {...counts} />;
}
