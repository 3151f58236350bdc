import { useTranslation } from 'react-i18next';
import { LimitBar } from '../../components/limit-bar.tsx';
import type { Provider } from './queries.ts';

/** The calls of today (UTC) against those that a provider is given a day. */
export function DailyCap({ provider: { dailyRequestCap, dailyRequestsUsed } }: { provider: Provider }) {
  const { t } = useTranslation('admin-providers');
  if (dailyRequestCap === null) return t('noLimit');
  return (
    <LimitBar
      label={t('dailyCap.label')}
      unit="requests"
      used={String(dailyRequestsUsed ?? 0)}
      limit={String(dailyRequestCap)}
      isCompact
    />
  );
}
