import { Button, InputGroup, InputGroupItem, TextInput } from '@patternfly/react-core';
import { EyeIcon, EyeSlashIcon } from '@patternfly/react-icons';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FormField } from './form-field.tsx';

type Props = {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoComplete: 'current-password' | 'new-password';
  help?: ReactNode;
  error?: string;
};

/** Password with a button that shows what is typed. */
export function PasswordField({ id, label, value, onChange, autoComplete, help, error }: Props) {
  const { t } = useTranslation('common');
  const [isShown, setIsShown] = useState(false);
  return (
    <FormField id={id} label={label} isRequired help={help} error={error}>
      {(field) => (
        <InputGroup>
          <InputGroupItem isFill>
            <TextInput
              {...field}
              type={isShown ? 'text' : 'password'}
              autoComplete={autoComplete}
              dir="ltr"
              value={value}
              onChange={(_, text) => onChange(text)}
            />
          </InputGroupItem>
          <InputGroupItem>
            <Button
              variant="control"
              icon={isShown ? <EyeSlashIcon /> : <EyeIcon />}
              aria-label={isShown ? t('password.hide') : t('password.show')}
              onClick={() => setIsShown(!isShown)}
            />
          </InputGroupItem>
        </InputGroup>
      )}
    </FormField>
  );
}
