import { useTranslation } from 'react-i18next';
import type { Plan } from '../api/plans.ts';
import { useFormat } from './use-format.ts';

const classKeys: Record<string, string> = {
  small: 'plan.class.small',
  medium: 'plan.class.medium',
  large: 'plan.class.large',
};

/** What a plan allows, a sentence for each limit. */
export function usePlanFacts() {
  const { t, i18n } = useTranslation('common');
  const format = useFormat();
  return ({ rpm, tpm, concurrency, modelClasses, cloudAccess }: Plan): string[] => {
    const classes = new Intl.ListFormat(i18n.language).format(
      modelClasses.map((name) => (classKeys[name] ? t(classKeys[name]) : name)),
    );
    return [
      rpm === null ? t('plan.noRpm') : t('plan.rpm', { count: rpm }),
      ...(tpm === null ? [] : [t('plan.tpm', { count: tpm, tokens: format.compact(tpm) })]),
      ...(concurrency === null ? [] : [t('plan.concurrency', { count: concurrency })]),
      ...(classes ? [t('plan.classes', { classes })] : []),
      cloudAccess ? t('plan.cloud') : t('plan.localOnly'),
    ];
  };
}
