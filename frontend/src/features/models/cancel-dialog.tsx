import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { useCancelSubscription } from '../../api/subscriptions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useToast } from '../../components/toast.tsx';

type Props = { name: string; subscriptionId: string; onClose: () => void };

/** Asks before the account loses a model, and says what stops. */
export function CancelDialog({ name, subscriptionId, onClose }: Props) {
  const { t } = useTranslation('models');
  const toast = useToast();
  const cancel = useCancelSubscription(useAccountId());
  const confirm = () =>
    cancel.mutate(subscriptionId, {
      onSuccess: () => {
        toast.success(t('cancel.done', { name }));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={t('cancel.title', { name })}
      confirmLabel={t('cancel.action')}
      mutation={cancel}
      onConfirm={confirm}
      onClose={onClose}
    >
      {t('cancel.body', { name })}
    </ConfirmDialog>
  );
}
