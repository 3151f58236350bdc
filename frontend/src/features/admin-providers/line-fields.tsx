import { Grid, GridItem, TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';
import type { findFaults, ProviderDraft } from './provider-draft.ts';

type Props = {
  draft: ProviderDraft;
  faults: ReturnType<typeof findFaults>;
  /** What the server says of the fields. */
  errors: Record<string, string | undefined>;
  onChange: (change: Partial<ProviderDraft>) => void;
};

/** How many calls a connection takes at once, how many may wait, and when others go elsewhere. */
export function LineFields({ draft, faults, errors, onChange }: Props) {
  const { t } = useTranslation('admin-providers');
  const optional = { help: t('limitHelp'), invalid: t('limitInvalid') };
  const fields = [
    { name: 'maxConcurrency', label: t('maxConcurrency'), ...optional },
    { name: 'maxQueue', label: t('maxQueue'), ...optional },
    {
      name: 'overflowAfter',
      label: t('overflow.label'),
      help: t('overflow.help'),
      invalid: t('overflow.invalid'),
    },
  ] as const;
  return (
    <Grid hasGutter>
      {fields.map(({ name, label, help, invalid }) => (
        <GridItem key={name} span={12} sm={name === 'overflowAfter' ? 12 : 6}>
          <FormField
            id={`provider-${name}`}
            label={label}
            help={help}
            error={faults[name] ? invalid : errors[name]}
          >
            {(field) => (
              <TextInput
                {...field}
                dir="ltr"
                inputMode="numeric"
                value={draft[name]}
                onChange={(_, typed) => onChange({ [name]: typed })}
              />
            )}
          </FormField>
        </GridItem>
      ))}
    </Grid>
  );
}
