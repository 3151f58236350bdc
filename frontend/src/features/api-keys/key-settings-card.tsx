import { Card, CardBody, CardHeader, CardTitle, DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { KillSwitch } from '../../api/kill-switches.ts';
import { Fact } from '../../components/fact.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { useFormat } from '../../components/use-format.ts';
import { KeyBudgets } from './key-budgets.tsx';
import { KeyModels } from './key-facts.tsx';
import { KeyStatus } from './key-status.tsx';
import type { ApiKey } from './queries.ts';

/** What was chosen when the key was made, and what became of it. */
export function KeySettingsCard({ apiKey, stop }: { apiKey: ApiKey; stop: KillSwitch | undefined }) {
  const { t } = useTranslation('api-keys');
  const format = useFormat();
  const limit = (value: number | null) => (value === null ? t('limits.none') : format.number(value));
  const facts = [
    { labelKey: 'key.prefix', value: <code dir="ltr">{`${apiKey.prefix}…`}</code> },
    { labelKey: 'columns.project', value: <SeededText>{apiKey.projectName}</SeededText> },
    { labelKey: 'columns.models', value: <KeyModels apiKey={apiKey} /> },
    { labelKey: 'columns.budget', value: <KeyBudgets keyId={apiKey.id} /> },
    { labelKey: 'form.rpm', value: limit(apiKey.rpm) },
    { labelKey: 'form.tpm', value: limit(apiKey.tpm) },
    {
      labelKey: 'form.networks',
      value: apiKey.allowedCidrs ? <bdi>{apiKey.allowedCidrs.join(', ')}</bdi> : t('limits.anyNetwork'),
    },
    {
      labelKey: 'form.cache',
      value: apiKey.cacheSeconds === null ? t('form.cacheNo') : format.period(apiKey.cacheSeconds),
    },
    {
      labelKey: 'form.expiryLabel',
      value: apiKey.expiresAt ? <RelativeTime value={apiKey.expiresAt} /> : t('form.expiry.never'),
    },
    {
      labelKey: 'columns.used',
      value: apiKey.lastUsedAt ? <RelativeTime value={apiKey.lastUsedAt} /> : t('neverUsed'),
    },
    { labelKey: 'key.created', value: <RelativeTime value={apiKey.createdAt} /> },
    ...(apiKey.revokedAt
      ? [{ labelKey: 'key.revoked', value: <RelativeTime value={apiKey.revokedAt} /> }]
      : []),
  ];
  return (
    <Card isFullHeight>
      <CardHeader actions={{ actions: <KeyStatus apiKey={apiKey} stop={stop} />, hasNoOffset: true }} hasWrap>
        <CardTitle component="h2">{t('key.settings')}</CardTitle>
      </CardHeader>
      <CardBody>
        <DescriptionList isCompact columnModifier={{ default: '1Col', sm: '2Col' }}>
          {facts.map(({ labelKey, value }) => (
            <Fact key={labelKey} term={t(labelKey)}>
              {value}
            </Fact>
          ))}
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
