import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../api/account.ts';
import { type Subscription, useCancelSubscription } from '../api/subscriptions.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { useToast } from './toast.tsx';

type Props = { subscription: Subscription; onClose: () => void };

/** Asks before the account loses a model, and says what stops. */
export function CancelSubscriptionDialog({ subscription, onClose }: Props) {
  const { t } = useTranslation('common');
  const toast = useToast();
  const cancel = useCancelSubscription(useAccountId());
  const name = subscription.modelDisplayName;
  const confirm = () =>
    cancel.mutate(subscription.id, {
      onSuccess: () => {
        toast.success(t('cancelSubscription.done', { name }));
        onClose();
      },
    });
  return (
    <ConfirmDialog
      title={t('cancelSubscription.title', { name })}
      confirmLabel={t('cancelSubscription.action')}
      mutation={cancel}
      onConfirm={confirm}
      onClose={onClose}
    >
      <Content component="p">
        {subscription.status === 'active'
          ? t('cancelSubscription.bodyActive', { name })
          : t('cancelSubscription.bodyOther', { name })}
      </Content>
      <Content component="p">{t('cancelSubscription.undo')}</Content>
    </ConfirmDialog>
  );
}
