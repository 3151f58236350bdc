import { Button, Content, ModalBody, ModalFooter } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { type Subscription, useSubscribe } from '../../api/subscriptions.ts';
import { Dialog, DialogHeader } from '../../components/dialog.tsx';
import { FormError } from '../../components/form-error.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';

/** Asks for a model once more, after a denial, a cancellation or the end of a subscription. */
export function AskAgainDialog({
  subscription,
  onClose,
}: {
  subscription: Subscription;
  onClose: () => void;
}) {
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
    <Dialog variant="small" onClose={onClose} aria-labelledby="again-title">
      <DialogHeader title={t('again.title', { name })} labelId="again-title" />
      <ModalBody>
        <FormError error={subscribe.error} className="pf-v6-u-mb-md" />
        {subscription.status === 'denied' && reason && (
          <Content component="p">{t('again.reason', { reason })}</Content>
        )}
        <Content component="p">{t('again.body')}</Content>
      </ModalBody>
      <ModalFooter>
        <SubmitButton
          isPending={subscribe.isPending}
          onClick={() => subscribe.mutate(modelId, { onSuccess: announce })}
        >
          {t('again.action')}
        </SubmitButton>
        <Button variant="link" onClick={onClose}>
          {t('common:cancel')}
        </Button>
      </ModalFooter>
    </Dialog>
  );
}
