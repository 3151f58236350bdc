import { ActionGroup, Form } from '@patternfly/react-core';
import { type SyntheticEvent, useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router-dom';
import { isApiError } from '../../api/api-error.ts';
import { useSignIn } from '../../api/session.ts';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { paths } from '../../paths.ts';
import { AuthCard } from './auth-card.tsx';
import { checkCredentials } from './check-credentials.ts';
import { EmailField } from './email-field.tsx';

/** Sign-in with e-mail and password; afterwards the guard leads on to the page that was wanted. */
export default function SignInPage() {
  const { t } = useTranslation('auth');
  const { search } = useLocation();
  const signIn = useSignIn();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [faultKeys, setFaultKeys] = useState<ReturnType<typeof checkCredentials>>({});
  const errors = fieldErrors(signIn.error);
  const isWrong = isApiError(signIn.error) && signIn.error.code === 'invalid_credentials';

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    const found = checkCredentials(email, password, false);
    setFaultKeys(found);
    if (Object.keys(found).length === 0) signIn.mutate({ email: email.trim(), password });
  };

  return (
    <AuthCard
      title={t('signIn.title')}
      footer={
        <Trans
          t={t}
          i18nKey="signIn.signUp"
          components={{ a: <Link to={{ pathname: paths.signUp, search }} /> }}
        />
      }
    >
      <Form onSubmit={submit} noValidate>
        <FormError
          error={signIn.error}
          fields={['email', 'password']}
          title={isWrong ? t('signIn.wrong') : undefined}
        />
        <EmailField
          value={email}
          onChange={setEmail}
          error={faultKeys.email ? t(faultKeys.email) : errors.email}
        />
        <PasswordField
          id="password"
          label={t('password')}
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          error={faultKeys.password ? t('passwordMissing') : errors.password}
        />
        <ActionGroup>
          <SubmitButton type="submit" isBlock isPending={signIn.isPending}>
            {t('signIn.submit')}
          </SubmitButton>
        </ActionGroup>
      </Form>
    </AuthCard>
  );
}
