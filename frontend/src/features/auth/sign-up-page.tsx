import { ActionGroup, Form } from '@patternfly/react-core';
import { type SyntheticEvent, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router-dom';
import { isApiError } from '../../api/api-error.ts';
import { useSignUp } from '../../api/session.ts';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { keepsPasswordRule } from '../../components/password-rule.ts';
import { SubmitButton } from '../../components/submit-button.tsx';
import { toLanguage } from '../../i18n/languages.ts';
import { paths } from '../../paths.ts';
import { useTheme } from '../../theme/theme.ts';
import { AuthCard } from './auth-card.tsx';
import { checkCredentials } from './check-credentials.ts';
import { EmailField } from './email-field.tsx';

/** Language, theme and time zone that a new user starts with: those of this browser. */
function useBrowserPreferences() {
  const { i18n } = useTranslation('auth');
  const theme = useTheme();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return { locale: toLanguage(i18n.language) ?? 'en', theme, timeZone } as const;
}

/** Sign-up with e-mail and password, nothing more; the rest can wait for the settings. */
export default function SignUpPage() {
  const { t } = useTranslation('auth');
  const { search } = useLocation();
  const signUp = useSignUp();
  const preferences = useBrowserPreferences();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [faultKeys, setFaultKeys] = useState<ReturnType<typeof checkCredentials>>({});
  const errors = fieldErrors(signUp.error);
  const isTaken = isApiError(signUp.error) && signUp.error.code === 'email_taken';

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const found = checkCredentials(email, password, true);
    setFaultKeys(found);
    if (Object.keys(found).length === 0) signUp.mutate({ email: email.trim(), password, preferences });
  };

  const isRefused = !!errors.password || (!!faultKeys.password && !keepsPasswordRule(password));
  return (
    <AuthCard
      title={t('signUp.title')}
      footer={
        <Trans
          t={t}
          i18nKey="signUp.signIn"
          components={{ a: <Link to={{ pathname: paths.signIn, search }} /> }}
        />
      }
    >
      <Form onSubmit={submit} noValidate>
        {!isTaken && <FormError error={signUp.error} fields={['email', 'password']} />}
        <EmailField
          value={email}
          onChange={setEmail}
          error={
            isTaken ? t('signUp.taken') : faultKeys.email || errors.email ? t('emailInvalid') : undefined
          }
        />
        <NewPasswordField
          id="password"
          label={t('password')}
          value={password}
          onChange={setPassword}
          isRefused={isRefused}
        />
        <ActionGroup>
          <SubmitButton type="submit" isBlock isPending={signUp.isPending}>
            {t('signUp.submit')}
          </SubmitButton>
        </ActionGroup>
      </Form>
    </AuthCard>
  );
}
