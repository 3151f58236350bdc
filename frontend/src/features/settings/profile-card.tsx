import { ActionGroup, Card, CardBody, CardTitle, Form, TextInput } from '@patternfly/react-core';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useUpdateProfile, useUser } from '../../api/session.ts';
import { FormError, fieldErrors } from '../../components/form-error.tsx';
import { FormField } from '../../components/form-field.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useToast } from '../../components/toast.tsx';

/** Name and phone; the e-mail is what the user signs in with and stays. */
export function ProfileCard() {
  const { t } = useTranslation('settings');
  const user = useUser();
  const toast = useToast();
  const update = useUpdateProfile();
  const [name, setName] = useState(user.name ?? '');
  const [phone, setPhone] = useState(user.phone ?? '');
  const errors = fieldErrors(update.error);
  const changes = {
    ...(name !== (user.name ?? '') && { name }),
    ...(phone !== (user.phone ?? '') && { phone }),
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    update.mutate(changes, { onSuccess: () => toast.success(t('saved')) });
  };
  return (
    <Card isFullHeight>
      <CardTitle component="h2">{t('profile.title')}</CardTitle>
      <CardBody>
        <Form onSubmit={submit} isWidthLimited>
          <FormError error={update.error} fields={['name', 'phone']} />
          <FormField id="email" label={t('profile.email')} help={t('profile.emailHelp')}>
            {(field) => (
              <TextInput {...field} type="email" dir="ltr" readOnlyVariant="default" value={user.email} />
            )}
          </FormField>
          <FormField id="name" label={t('profile.name')} error={errors.name}>
            {(field) => (
              <TextInput {...field} autoComplete="name" value={name} onChange={(_, text) => setName(text)} />
            )}
          </FormField>
          <FormField
            id="phone"
            label={t('profile.phone')}
            help={t('profile.phoneHelp')}
            error={errors.phone && t('profile.phoneInvalid')}
          >
            {(field) => (
              <TextInput
                {...field}
                type="tel"
                dir="ltr"
                autoComplete="tel"
                value={phone}
                onChange={(_, text) => setPhone(text)}
              />
            )}
          </FormField>
          <ActionGroup>
            <SubmitButton
              type="submit"
              isPending={update.isPending}
              isDisabled={Object.keys(changes).length === 0}
            >
              {t('save')}
            </SubmitButton>
          </ActionGroup>
        </Form>
      </CardBody>
    </Card>
  );
}
