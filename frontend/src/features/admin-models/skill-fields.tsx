import { FormSelect, FormSelectOption, Grid, GridItem, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { CapabilitiesField } from '../../components/capabilities-field.tsx';
import { FormField } from '../../components/form-field.tsx';
import type { FormPart } from './form-part.ts';
import { classes, useModelWords } from './use-model-words.ts';

const limits = ['contextLength', 'maxOutputTokens'] as const;
const limitKeys = { contextLength: 'form.contextLength', maxOutputTokens: 'form.maxOutputTokens' } as const;

/** Size class, what the model can do, and its token limits. Capabilities with other words stay as they are. */
export function SkillFields({ draft, set, errors, faults }: FormPart) {
  const { t } = useTranslation('admin-models');
  const words = useModelWords();
  return (
    <Grid hasGutter>
      <GridItem span={12} md={4}>
        <FormField id="model-class" label={t('form.class')} help={t('form.classHelp')}>
          {(field) => (
            <FormSelect
              {...field}
              value={draft.class ?? ''}
              onChange={(_, value) => set({ class: classes.find((name) => name === value) ?? null })}
            >
              <FormSelectOption value="" label={t('common:notAvailable')} />
              {classes.map((name) => (
                <FormSelectOption key={name} value={name} label={words.class(name)} />
              ))}
            </FormSelect>
          )}
        </FormField>
      </GridItem>
      {limits.map((limit) => (
        <GridItem key={limit} span={12} md={4}>
          <FormField
            id={`model-${limit}`}
            label={t(limitKeys[limit])}
            help={t('form.limitHelp')}
            error={faults?.[limit] ? t('form.limitInvalid') : errors[limit]}
          >
            {(field) => (
              <TextInput
                {...field}
                dir="ltr"
                inputMode="numeric"
                value={draft[limit]}
                onChange={(_, typed) => set({ [limit]: typed })}
              />
            )}
          </FormField>
        </GridItem>
      ))}
      <GridItem span={12}>
        <CapabilitiesField
          id="model-capabilities"
          value={draft.capabilities}
          onChange={(capabilities) => set({ capabilities })}
          error={errors.capabilities}
        />
      </GridItem>
    </Grid>
  );
}
