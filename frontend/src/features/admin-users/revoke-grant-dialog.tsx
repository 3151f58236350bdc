import { Content } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isApiError } from '../../api/api-error.ts';
import { useIdempotencyKey } from '../../api/idempotency-key.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { fieldErrors } from '../../components/form-error.tsx';
import type { Grant } from '../../components/grants-table.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { useToast } from '../../components/toast.tsx';
import { useFormat } from '../../components/use-format.ts';
import { type AdminUser, useRevokeGrant } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

type Props = { user: AdminUser; grant: Grant; onClose: () => void };

/** Asks before what is left of a grant is taken back, and why. */
export function RevokeGrantDialog({ user, grant, onClose }: Props) {
  const { t } = useTranslation('admin-users');
  const format = useFormat();
  const toast = useToast();
  const name = useUserWords().nameOf(user);
  const revoke = useRevokeGrant(user.account.id);
  const intent = useIdempotencyKey();
  const [reason, setReason] = useState('');
  const isClosed = isApiError(revoke.error) && revoke.error.code === 'grant_closed';
  const submit = () =>
    revoke.mutate(
      { grantId: grant.id, reason: reason.trim(), idempotencyKey: intent.key },
      {
        onSuccess: ({ lapsedCredits }) => {
          toast.success(t('grants.revoked', { name, credits: format.credits(lapsedCredits) }));
          onClose();
        },
        onError: intent.renewAfter,
      },
    );
  return (
    <FormDialog
      id="revoke-grant"
      title={t('grants.revokeTitle', { description: grant.description })}
      submitLabel={t('grants.revokeSubmit')}
      mutation={revoke}
      fields={['reason']}
      errorTitle={isClosed ? t('grants.closed') : undefined}
      isDisabled={reason.trim().length < 3}
      isDanger
      onSubmit={submit}
      onClose={onClose}
    >
      <Content component="p">
        {t('grants.revokeBody', { name, credits: format.credits(grant.remainingCredits) })}
      </Content>
      <TextAreaField
        id="revoke-reason"
        label={t('adjust.reason')}
        help={t('adjust.reasonHelp')}
        error={fieldErrors(revoke.error).reason}
        isRequired
        maxLength={500}
        value={reason}
        onChange={setReason}
      />
    </FormDialog>
  );
}
