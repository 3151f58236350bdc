import { Content } from '@patternfly/react-core';
import { Trans, useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useToast } from '../../components/toast.tsx';
import { type ApiKey, useRevokeKey } from './queries.ts';

/** Asks before a key ends for good, and says what stops working. */
export function RevokeDialog({ apiKey, onClose }: { apiKey: ApiKey; onClose: () => void }) {
  const { t } = useTranslation('api-keys');
  const toast = useToast();
  const revoke = useRevokeKey(useAccountId());
  const { name, prefix, lastUsedAt } = apiKey;
  const confirm = () =>
    revoke.mutate(apiKey.id, {
      onSuccess: () => {
        toast.success(t('revoke.done', { name }));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={t('revoke.title', { name })}
      confirmLabel={t('revoke.action')}
      mutation={revoke}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Content component="p">
        <Trans t={t} i18nKey="revoke.body" values={{ prefix }} components={{ code: <code dir="ltr" /> }} />
      </Content>
      <Content component="p">
        {lastUsedAt ? (
          <Trans t={t} i18nKey="revoke.used" components={{ time: <RelativeTime value={lastUsedAt} /> }} />
        ) : (
          t('revoke.unused')
        )}
      </Content>
    </ConfirmDialog>
  );
}
