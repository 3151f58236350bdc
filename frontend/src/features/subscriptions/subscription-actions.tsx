import { Button } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useMayUseModels } from '../../api/account.ts';
import { isLive, type Subscription } from '../../api/subscriptions.ts';

export type Actions = {
  onCancel: (subscription: Subscription) => void;
  onAskAgain: (subscription: Subscription) => void;
};

/** Cancel what lives, ask again for what has ended; nothing for those who only look. */
export function SubscriptionActions({
  subscription,
  onCancel,
  onAskAgain,
}: Actions & { subscription: Subscription }) {
  const { t } = useTranslation('subscriptions');
  const name = subscription.modelDisplayName;
  if (!useMayUseModels()) return null;
  if (isLive(subscription)) {
    return (
      <Button
        variant="link"
        isInline
        isDanger
        aria-label={t('cancel.actionNamed', { name })}
        onClick={() => onCancel(subscription)}
      >
        {t('cancel.short')}
      </Button>
    );
  }
  return (
    <Button
      variant="link"
      isInline
      aria-label={t('again.actionNamed', { name })}
      onClick={() => onAskAgain(subscription)}
    >
      {t('again.action')}
    </Button>
  );
}
