import { Grid, GridItem, TextArea, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import type { KeyFieldProps } from './create-key-form.tsx';

const limits = [
  { name: 'rpm', labelKey: 'form.rpm' },
  { name: 'tpm', labelKey: 'form.tpm' },
] as const;

/** Requests and tokens a minute, and the networks that may use the key; empty is no limit of its own. */
export function LimitFields({ values, change, errorOf }: KeyFieldProps) {
  const { t } = useTranslation('api-keys');
  return (
    <>
      <Grid hasGutter sm={6}>
        {limits.map(({ name, labelKey }) => (
          <GridItem key={name}>
            <FormField
              id={`key-${name}`}
              label={t(labelKey)}
              help={t('form.limitHelp')}
              error={errorOf(name)}
            >
              {(field) => (
                <TextInput
                  {...field}
                  type="text"
                  inputMode="numeric"
                  dir="ltr"
                  value={values[name]}
                  onChange={(_, text) => change({ [name]: text.trim() })}
                />
              )}
            </FormField>
          </GridItem>
        ))}
      </Grid>
      <FormField
        id="key-networks"
        label={t('form.networks')}
        help={t('form.networksHelp')}
        error={errorOf('allowedCidrs')}
      >
        {(field) => (
          <TextArea
            {...field}
            dir="ltr"
            autoResize
            resizeOrientation="vertical"
            value={values.networks}
            onChange={(_, networks) => change({ networks })}
          />
        )}
      </FormField>
    </>
  );
}
