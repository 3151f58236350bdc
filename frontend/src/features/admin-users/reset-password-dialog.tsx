import { Button, Content, List, ListItem, ModalBody, ModalFooter } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Dialog, DialogHeader } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { type AdminUser, useResetPassword } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

type Props = { user: AdminUser; onClose: () => void };

/** Asks before a user gets a new password, and then shows it, this once. */
export function ResetPasswordDialog({ user, onClose }: Props) {
  const { t } = useTranslation('admin-users');
  const name = useUserWords().nameOf(user);
  const reset = useResetPassword(user.id);
  if (!reset.data) {
    return (
      <ConfirmDialog
        title={t('password.title', { name })}
        confirmLabel={t('password.submit')}
        mutation={reset}
        onConfirm={() => reset.mutate()}
        onClose={onClose}
      >
        <Content component="p">{t('password.body')}</Content>
        <List>
          <ListItem>{t('password.stopsOld')}</ListItem>
          <ListItem>{t('password.stopsSessions')}</ListItem>
        </List>
        <Content component="p" className="pf-v6-u-mt-md">
          {t('password.keeps')}
        </Content>
      </ConfirmDialog>
    );
  }
  return (
    <Dialog variant="small" onClose={onClose} aria-labelledby="new-password-title">
      <DialogHeader title={t('password.doneTitle', { name })} labelId="new-password-title" />
      <ModalBody>
        <Notice isLiveRegion variant="warning" title={t('password.once')} className="pf-v6-u-mb-md">
          {t('password.onceBody')}
        </Notice>
        <CopyField label={t('password.new')} value={reset.data.password} />
      </ModalBody>
      <ModalFooter>
        <Button onClick={onClose}>{t('password.close')}</Button>
      </ModalFooter>
    </Dialog>
  );
}
