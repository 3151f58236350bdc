import {
  Card,
  CardBody,
  CardTitle,
  ExpandableSection,
  Form,
  FormSelect,
  FormSelectOption,
} from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { useSeededText } from '../../components/seeded-text.tsx';
import { StateError } from '../../components/state-error.tsx';
import { HinderedModels } from './hindered-models.tsx';
import { ParameterFields } from './parameter-fields.tsx';
import type { Playground } from './use-playground.ts';

const wideScreen = '(min-width: 48rem)';

/** Model, project, system prompt and parameters; the latter two folded away on a phone. */
export function SettingsPanel({ playground }: { playground: Playground }) {
  const { t } = useTranslation('playground');
  const { models, projects, choose, modelName, project, missing } = playground;
  const seeded = useSeededText();
  const [isExpanded, setIsExpanded] = useState(() => window.matchMedia(wideScreen).matches);
  return (
    <Card>
      <CardTitle component="h2">{t('settings.title')}</CardTitle>
      <CardBody>
        <Form onSubmit={(event) => event.preventDefault()}>
          {missing && <Notice variant="warning" title={t('settings.replaced', { name: missing })} />}
          <FormField id="playground-model" label={t('settings.model')}>
            {(field) => (
              <FormSelect {...field} value={modelName} onChange={(_, name) => choose('model', name)}>
                {models.data?.map(({ id, name, displayName }) => (
                  <FormSelectOption key={id} value={name} label={displayName} />
                ))}
              </FormSelect>
            )}
          </FormField>
          <HinderedModels models={models.hindered} />
          {projects.error ? (
            <StateError error={projects.error} onRetry={projects.refetch} />
          ) : (
            <FormField id="playground-project" label={t('settings.project')} help={t('settings.projectHelp')}>
              {(field) => (
                <FormSelect {...field} value={project?.id} onChange={(_, id) => choose('project', id)}>
                  {projects.data?.map(({ id, name }) => (
                    <FormSelectOption key={id} value={id} label={seeded(name)} />
                  ))}
                </FormSelect>
              )}
            </FormField>
          )}
          <ExpandableSection
            toggleText={t('settings.parameters')}
            isExpanded={isExpanded}
            onToggle={(_, expanded) => setIsExpanded(expanded)}
          >
            <ParameterFields playground={playground} />
          </ExpandableSection>
        </Form>
      </CardBody>
    </Card>
  );
}
