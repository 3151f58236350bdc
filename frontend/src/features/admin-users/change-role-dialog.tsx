import { Radio } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { useToast } from '../../components/toast.tsx';
import { type AdminUser, useChangeUser } from './queries.ts';
import { roles, useUserWords } from './use-user-words.ts';

const aboutKeys = {
  user: 'role.aboutUser',
  auditor: 'role.aboutAuditor',
  admin: 'role.aboutAdmin',
} as const;

/** Chooses what a user may do on the platform, with what each role means. */
export function ChangeRoleDialog({ user, onClose }: { user: AdminUser; onClose: () => void }) {
  const { t } = useTranslation('admin-users');
  const toast = useToast();
  const words = useUserWords();
  const name = words.nameOf(user);
  const change = useChangeUser(user.id);
  const [chosen, setChosen] = useState(user.role);
  const isLastAdmin = isApiError(change.error) && change.error.code === 'last_admin';
  const submit = () =>
    change.mutate(
      { role: chosen },
      {
        onSuccess: ({ role }) => {
          toast.success(t('role.done', { name, role: words.role(role) }));
          onClose();
        },
      },
    );
  return (
    <FormDialog
      id="change-role"
      title={t('role.title', { name })}
      description={t('role.body')}
      submitLabel={t('role.submit')}
      mutation={change}
      errorTitle={isLastAdmin ? t('status.lastAdmin') : undefined}
      isDisabled={chosen === user.role}
      onSubmit={submit}
      onClose={onClose}
    >
      {roles.map((role) => (
        <Radio
          key={role}
          id={`role-${role}`}
          name="role"
          label={words.role(role)}
          description={t(aboutKeys[role])}
          isChecked={chosen === role}
          onChange={() => setChosen(role)}
        />
      ))}
    </FormDialog>
  );
}
