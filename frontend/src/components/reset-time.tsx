import { Trans, useTranslation } from 'react-i18next';
import { RelativeTime } from './relative-time.tsx';

/** When a limit begins anew, in the reader's time zone; null: never. */
export function ResetTime({ value }: { value: string | null }) {
  const { t } = useTranslation('common');
  if (value === null) return t('limit.neverResets');
  return <Trans t={t} i18nKey="limit.resets" components={{ time: <RelativeTime value={value} /> }} />;
}
