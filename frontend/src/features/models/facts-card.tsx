import { Card, CardBody, CardTitle, DescriptionList } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { CopyField } from '../../components/copy-field.tsx';
import { Fact } from '../../components/fact.tsx';
import { useFormat } from '../../components/use-format.ts';
import { CapabilityLabels, KindLabels } from './model-labels.tsx';
import type { Model } from './queries.ts';

/** Name in calls, limits, capabilities and where the model runs. */
export function FactsCard({ model }: { model: Model }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const facts = [
    { labelKey: 'model.name', value: <CopyField label={t('model.name')} value={model.name} /> },
    { labelKey: 'columns.kind', value: <KindLabels model={model} /> },
    { labelKey: 'columns.capabilities', value: <CapabilityLabels model={model} /> },
    { labelKey: 'model.context', value: format.number(model.contextLength) },
    { labelKey: 'model.maxOutput', value: format.number(model.maxOutputTokens) },
    {
      labelKey: 'model.providers',
      value: <bdi>{model.providerNames.join(', ') || t('common:notAvailable')}</bdi>,
    },
  ];
  return (
    <Card>
      <CardTitle component="h2">{t('model.facts')}</CardTitle>
      <CardBody>
        <DescriptionList isCompact>
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
