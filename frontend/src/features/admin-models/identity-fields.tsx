import { Grid, GridItem, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import type { FormPart } from './form-part.ts';

/** Name for callers, name for people, description. */
export function IdentityFields({ draft, set, errors, faults }: FormPart) {
  const { t } = useTranslation('admin-models');
  return (
    <Grid hasGutter>
      <GridItem span={12} md={6}>
        <FormField
          id="model-name"
          label={t('form.name')}
          help={t('form.nameHelp')}
          error={faults?.name ? t('form.nameInvalid') : errors.name}
          isRequired
        >
          {(field) => (
            <TextInput
              {...field}
              dir="ltr"
              maxLength={150}
              autoComplete="off"
              value={draft.name}
              onChange={(_, name) => set({ name })}
            />
          )}
        </FormField>
      </GridItem>
      <GridItem span={12} md={6}>
        <FormField
          id="model-display-name"
          label={t('form.displayName')}
          help={t('form.displayNameHelp')}
          error={errors.displayName}
        >
          {(field) => (
            <TextInput
              {...field}
              maxLength={150}
              autoComplete="off"
              value={draft.displayName}
              onChange={(_, displayName) => set({ displayName })}
            />
          )}
        </FormField>
      </GridItem>
      <GridItem span={12}>
        <TextAreaField
          id="model-description"
          label={t('form.description')}
          error={errors.description}
          maxLength={4000}
          value={draft.description}
          onChange={(description) => set({ description })}
        />
      </GridItem>
    </Grid>
  );
}
