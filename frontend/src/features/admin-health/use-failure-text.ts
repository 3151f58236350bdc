import { useTranslation } from 'react-i18next';
import type { ProviderHealth } from './queries.ts';

const failureKeys = {
  unreached: 'failure.unreached',
  timeout: 'failure.timeout',
  broken: 'failure.broken',
  status: 'failure.status',
} as const;

/** How a call failed, in a few words. */
export function useFailureText() {
  const { t } = useTranslation('admin-health');
  return ({ kind, status }: NonNullable<ProviderHealth['lastFailure']>) => t(failureKeys[kind], { status });
}
