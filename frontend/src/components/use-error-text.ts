import { useTranslation } from 'react-i18next';
import { isApiError } from '../api/api-error.ts';

/** Turns a fault into a sentence for people: ours for the common ones, else what the server said. */
export function useErrorText() {
  const { t } = useTranslation('common');
  return (error: unknown): string => {
    if (!isApiError(error)) return t('error.unexpected');
    if (error.status === 0) return t('error.network');
    if (error.status === 403) return t('error.forbidden');
    if (error.status === 404) return t('error.notFound');
    if (error.status === 429) return t('error.tooMany', { count: error.retryAfterSeconds ?? 60 });
    if (error.status >= 500) return t('error.server');
    return error.detail ?? t('error.unexpected');
  };
}
