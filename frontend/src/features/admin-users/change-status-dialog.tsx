import { Content, List, ListItem } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { type AdminUser, useChangeUser } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

type Props = { user: AdminUser; onClose: () => void };

/** Asks before a user is disabled, and says what stops working; or before they are enabled again. */
export function ChangeStatusDialog({ user, onClose }: Props) {
  const { t } = useTranslation('admin-users');
  const toast = useToast();
  const name = useUserWords().nameOf(user);
  const change = useChangeUser(user.id);
  // As it was when the dialog opened: it must not turn into its opposite while it closes.
  const [isActive] = useState(user.status === 'active');
  const isLastAdmin = isApiError(change.error) && change.error.code === 'last_admin';
  const submit = () =>
    change.mutate(
      { disabled: isActive },
      {
        onSuccess: () => {
          toast.success(isActive ? t('status.disabled', { name }) : t('status.enabled', { name }));
          onClose();
        },
      },
    );
  if (isActive) {
    return (
      <ConfirmDialog
        title={t('status.disableTitle', { name })}
        confirmLabel={t('status.disable')}
        mutation={change}
        errorTitle={isLastAdmin ? t('status.lastAdmin') : undefined}
        onConfirm={submit}
        onClose={onClose}
      >
        <Content component="p">{t('status.disableBody')}</Content>
        <List>
          <ListItem>{t('status.stopsSessions')}</ListItem>
          <ListItem>{t('status.stopsKeys')}</ListItem>
        </List>
        <Content component="p" className="pf-v6-u-mt-md">
          {t('status.keeps')}
        </Content>
      </ConfirmDialog>
    );
  }
  return (
    <FormDialog
      id="enable-user"
      title={t('status.enableTitle', { name })}
      submitLabel={t('status.enable')}
      mutation={change}
      onSubmit={submit}
      onClose={onClose}
    >
      <Content component="p">{t('status.enableBody')}</Content>
    </FormDialog>
  );
}
