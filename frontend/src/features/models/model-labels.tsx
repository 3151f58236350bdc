import { Label, LabelGroup } from '@patternfly/react-core';
import { CloudIcon, ServerIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import type { Model } from './queries.ts';
import { useModelWords } from './use-model-words.ts';

/** Size class of a model and where it runs, as labels. */
export function KindLabels({ model }: { model: Model }) {
  const { t } = useTranslation('models');
  const words = useModelWords();
  if (!model.class && !model.providerClass) return t('common:notAvailable');
  const isCloud = model.providerClass === 'cloud';
  return (
    <LabelGroup aria-label={t('columns.kind')} numLabels={2}>
      {model.class && <Label isCompact>{words.modelClass(model.class)}</Label>}
      {model.providerClass && (
        <Label isCompact color={isCloud ? 'blue' : 'teal'} icon={isCloud ? <CloudIcon /> : <ServerIcon />}>
          {words.providerClass(model.providerClass)}
        </Label>
      )}
    </LabelGroup>
  );
}

/** What a model can do, as labels. */
export function CapabilityLabels({ model }: { model: Model }) {
  const { t } = useTranslation('models');
  const words = useModelWords();
  if (model.capabilities.length === 0) return t('common:notAvailable');
  return (
    <LabelGroup aria-label={t('columns.capabilities')} numLabels={model.capabilities.length}>
      {model.capabilities.map((name) => (
        <Label key={name} isCompact variant="outline">
          {words.capability(name)}
        </Label>
      ))}
    </LabelGroup>
  );
}
