import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { type Subscription, useCancelSubscription } from '../../api/subscriptions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useToast } from '../../components/toast.tsx';

/** Asks before the account loses a model, and says what stops. */
export function CancelDialog({ subscription, onClose }: { subscription: Subscription; onClose: () => void }) {
  const { t } = useTranslation('subscriptions');
  const toast = useToast();
  const cancel = useCancelSubscription(useAccountId());
  const name = subscription.modelDisplayName;
  const confirm = () =>
    cancel.mutate(subscription.id, {
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
      <Content component="p">
        {subscription.status === 'active'
          ? t('cancel.bodyActive', { name })
          : t('cancel.bodyOther', { name })}
      </Content>
      <Content component="p">{t('cancel.undo')}</Content>
    </ConfirmDialog>
  );
}
