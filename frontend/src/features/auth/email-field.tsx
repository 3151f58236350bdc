import { TextInput } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { FormField } from '../../components/form-field.tsx';

type Props = { value: string; onChange: (value: string) => void; error?: string };

/** The address that a user signs in with. */
export function EmailField({ value, onChange, error }: Props) {
  const { t } = useTranslation('auth');
  return (
    <FormField id="email" label={t('email')} isRequired error={error}>
      {(field) => (
        <TextInput
          {...field}
          type="email"
          autoComplete="username"
          dir="ltr"
          value={value}
          onChange={(_, text) => onChange(text)}
        />
      )}
    </FormField>
  );
}
