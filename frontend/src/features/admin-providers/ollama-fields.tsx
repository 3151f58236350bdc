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

/** With how much context an Ollama loads its models, and for how long. */
export function OllamaFields({ draft, faults, errors, onChange }: Props) {
  const { t } = useTranslation('admin-providers');
  const fields = [
    {
      name: 'contextLength',
      label: t('ollama.context'),
      help: t('ollama.contextHelp'),
      invalid: t('ollama.contextInvalid'),
    },
    {
      name: 'keepAliveSeconds',
      label: t('ollama.keepAlive'),
      help: t('ollama.keepAliveHelp'),
      invalid: t('ollama.keepAliveInvalid'),
    },
  ] as const;
  return (
    <Grid hasGutter>
      {fields.map(({ name, label, help, invalid }) => (
        <GridItem key={name} span={12} sm={6}>
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
