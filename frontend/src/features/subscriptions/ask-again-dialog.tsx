import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { type Subscription, useSubscribe } from '../../api/subscriptions.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';

type Props = { subscription: Subscription; onClose: () => void };

/** Asks for a model once more, after a denial, a cancellation or the end of a subscription. */
export function AskAgainDialog({ subscription, onClose }: Props) {
  const { t } = useTranslation('subscriptions');
  const toast = useToast();
  const subscribe = useSubscribe(useAccountId());
  const { modelId, modelDisplayName: name, reason } = subscription;
  const announce = ({ status }: Subscription) => {
    toast.success(
      status === 'active' ? t('again.active', { name }) : t('again.pending', { name }),
      <LinkButton variant="link" isInline to={paths.model(modelId)}>
        {t('again.showModel')}
      </LinkButton>,
    );
    onClose();
  };
  return (
    <FormDialog
      id="ask-again"
      title={t('again.title', { name })}
      submitLabel={t('again.action')}
      mutation={subscribe}
      onSubmit={() => subscribe.mutate(modelId, { onSuccess: announce })}
      onClose={onClose}
    >
      {subscription.status === 'denied' && reason && (
        <Content component="p">{t('again.reason', { reason })}</Content>
      )}
      <Content component="p">{t('again.body')}</Content>
    </FormDialog>
  );
}
