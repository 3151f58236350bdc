import { useTranslation } from 'react-i18next';
import { useFormat } from '../../components/use-format.ts';
import type { ApiKey } from './queries.ts';

/** The models that a key may call, by name. */
export function KeyModels({ apiKey: { models } }: { apiKey: ApiKey }) {
  const { t, i18n } = useTranslation('api-keys');
  if (!models) return t('allModels');
  if (models.length === 0) return t('noModels');
  const names = models.map(({ name }) => `\u2068${name}\u2069`);
  return <span className="pf-v6-u-text-break-word">{new Intl.ListFormat(i18n.language).format(names)}</span>;
}

/** The limits of the key itself; those of the plan apply besides. */
export function KeyLimits({ apiKey: { rpm, tpm, allowedCidrs } }: { apiKey: ApiKey }) {
  const { t } = useTranslation('api-keys');
  const format = useFormat();
  const limits = [
    rpm !== null && t('limits.rpm', { count: rpm }),
    tpm !== null && t('limits.tpm', { count: tpm, tokens: format.compact(tpm) }),
    allowedCidrs && t('limits.networks', { count: allowedCidrs.length }),
  ].filter((limit) => typeof limit === 'string');
  if (limits.length === 0) return t('limits.none');
  return limits.map((limit) => (
    <div key={limit} className="pf-v6-u-text-nowrap">
      {limit}
    </div>
  ));
}
