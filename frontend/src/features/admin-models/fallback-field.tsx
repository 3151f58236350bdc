import { FormSelect, FormSelectOption } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { adminModelsQuery } from '../../api/admin-models.ts';
import { FormField } from '../../components/form-field.tsx';
import type { FormPart } from './form-part.ts';
import type { AdminModel } from './queries.ts';

/** The model that answers where none of the routes can serve. */
export function FallbackField({ draft, set, errors, stored }: FormPart & { stored: AdminModel | null }) {
  const { t } = useTranslation('admin-models');
  const models = useQuery(adminModelsQuery).data ?? [];
  return (
    <FormField
      id="model-fallback"
      label={t('form.fallback')}
      help={t('form.fallbackHelp')}
      error={errors.fallbackModelId}
    >
      {(field) => (
        <FormSelect
          {...field}
          value={draft.fallbackModelId}
          onChange={(_, fallbackModelId) => set({ fallbackModelId })}
        >
          <FormSelectOption value="" label={t('form.fallbackNone')} />
          {models
            .filter(({ id }) => id !== stored?.id)
            .map(({ id, name }) => (
              <FormSelectOption key={id} value={id} label={name} />
            ))}
        </FormSelect>
      )}
    </FormField>
  );
}
