import { FormSelect, FormSelectOption, TextInput } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { projectsQuery } from '../../api/projects.ts';
import { FormField } from '../../components/form-field.tsx';
import { useSeededText } from '../../components/seeded-text.tsx';
import type { KeyFieldProps } from './create-key-form.tsx';

/** What the key is called, and whose usage it counts for. */
export function NameAndProjectFields({ values, change, errorOf }: KeyFieldProps) {
  const { t } = useTranslation('api-keys');
  const seeded = useSeededText();
  const { data: projects = [] } = useQuery(projectsQuery(useAccountId()));
  return (
    <>
      <FormField
        id="key-name"
        label={t('form.name')}
        help={t('form.nameHelp')}
        error={errorOf('name')}
        isRequired
      >
        {(field) => (
          <TextInput
            {...field}
            maxLength={100}
            value={values.name}
            onChange={(_, name) => change({ name })}
          />
        )}
      </FormField>
      <FormField
        id="key-project"
        label={t('columns.project')}
        help={t('form.projectHelp')}
        error={errorOf('projectId')}
      >
        {(field) => (
          <FormSelect
            {...field}
            value={values.projectId || projects.find(({ isDefault }) => isDefault)?.id}
            onChange={(_, projectId) => change({ projectId })}
          >
            {projects.map(({ id, name }) => (
              <FormSelectOption key={id} value={id} label={seeded(name)} />
            ))}
          </FormSelect>
        )}
      </FormField>
    </>
  );
}
