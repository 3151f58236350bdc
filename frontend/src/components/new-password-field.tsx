import { HelperTextItem } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { PasswordField } from './password-field.tsx';
import { keepsPasswordRule, passwordLength } from './password-rule.ts';

type Props = {
  id: string;
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Sending it was tried, and it does not do. */
  isRefused: boolean;
};

/** A password to choose, with the rule that is met while typing. */
export function NewPasswordField({ isRefused, ...field }: Props) {
  const { t } = useTranslation('common');
  const rule = t('password.rule', passwordLength);
  const isMet = keepsPasswordRule(field.value);
  return (
    <PasswordField
      {...field}
      autoComplete="new-password"
      error={isRefused ? rule : undefined}
      help={
        <HelperTextItem
          variant={isMet ? 'success' : 'indeterminate'}
          screenReaderText={isMet ? t('password.met') : t('password.notMet')}
        >
          {rule}
        </HelperTextItem>
      }
    />
  );
}
