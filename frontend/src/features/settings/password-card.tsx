import { ActionGroup, Card, CardBody, CardTitle, Form } from '@patternfly/react-core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUser } from '../../api/session.ts';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { NewPasswordField } from '../../components/new-password-field.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { keepsPasswordRule } from '../../components/password-rule.ts';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useToast } from '../../components/toast.tsx';
import { useChangePassword } from './queries.ts';

/** Another password; whoever is signed in elsewhere has to sign in again. */
export function PasswordCard() {
  const { t } = useTranslation('settings');
  const { email } = useUser();
  const toast = useToast();
  const change = useChangePassword();
  const [currentPassword, setCurrentPassword] = useState('');
  const [newPassword, setNewPassword] = useState('');
  const [isChecked, setIsChecked] = useState(false);
  const errors = fieldErrors(change.error);
  const isGood = keepsPasswordRule(newPassword);
  const currentFault = () => {
    if (errors.currentPassword) return t('password.wrong');
    return isChecked && currentPassword === '' ? t('password.missing') : undefined;
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setIsChecked(true);
    if (currentPassword === '' || !isGood) return;
    change.mutate(
      { currentPassword, newPassword },
      {
        onSuccess: () => {
          toast.success(t('password.done'));
          setCurrentPassword('');
          setNewPassword('');
          setIsChecked(false);
        },
      },
    );
  };
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('password.title')}</CardTitle>
      <CardBody>
        <Form onSubmit={submit} isWidthLimited noValidate>
          <FormError error={change.error} fields={['currentPassword', 'newPassword']} />
          {/* Tells a password manager whose password this is. */}
          <input type="text" autoComplete="username" value={email} readOnly hidden />
          <PasswordField
            id="current-password"
            label={t('password.current')}
            autoComplete="current-password"
            value={currentPassword}
            onChange={setCurrentPassword}
            error={currentFault()}
          />
          <NewPasswordField
            id="new-password"
            label={t('password.new')}
            value={newPassword}
            onChange={setNewPassword}
            isRefused={!isGood && (isChecked || !!errors.newPassword)}
          />
          <ActionGroup>
            <SubmitButton type="submit" isPending={change.isPending}>
              {t('password.submit')}
            </SubmitButton>
          </ActionGroup>
        </Form>
      </CardBody>
    </Card>
  );
}
