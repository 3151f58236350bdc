import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { useFormat } from '../../components/use-format.ts';
import type { ProviderHealth } from './queries.ts';
import { needsAttention } from './state-of.ts';

/** The answer in one line: nothing fails, or who needs attention. */
export function HealthSummary({ providers }: { providers: ProviderHealth[] }) {
  const { t } = useTranslation('admin-health');
  const format = useFormat();
  const names = providers.filter(needsAttention).map(({ name }) => name);
  return names.length === 0 ? (
    <Notice variant="success" title={t('allWell')} />
  ) : (
    <Notice variant="warning" title={t('attention', { names: format.list(names) })} />
  );
}
