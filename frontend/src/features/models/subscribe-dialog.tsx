import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { type Subscription, useSubscribe } from '../../api/subscriptions.ts';
import { FormDialog } from '../../components/form-dialog.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { PriceDetails } from '../../components/price-details.tsx';
import { useToast } from '../../components/toast.tsx';
import { paths } from '../../paths.ts';
import type { Model } from './queries.ts';

const effectKeys = {
  atOnce: 'subscribe.atOnce',
  atOnceUnpriced: 'subscribe.atOnceUnpriced',
  approval: 'subscribe.needsApproval',
  approvalUnpriced: 'subscribe.needsApprovalUnpriced',
} as const;

/** Whether an admin has to agree first: listed models with auto-approval are active at once. */
function effectOf({ autoApprove, visibility, prices }: Model): keyof typeof effectKeys {
  if (autoApprove && visibility === 'listed') return prices ? 'atOnce' : 'atOnceUnpriced';
  return prices ? 'approval' : 'approvalUnpriced';
}

/** Says what a subscription to the model brings and costs, then asks for it, then says what became of it. */
export function SubscribeDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const { t } = useTranslation('models');
  const toast = useToast();
  const subscribe = useSubscribe(useAccountId());
  const costKey = !model.prices
    ? 'subscribe.unpriced'
    : model.prices.free
      ? 'subscribe.costFree'
      : 'subscribe.cost';
  const announce = ({ status }: Subscription) => {
    const isActive = status === 'active';
    const activeKey = model.prices ? 'subscribe.active' : 'subscribe.activeUnpriced';
    const name = model.displayName;
    toast.success(
      t(isActive ? activeKey : 'subscribe.pending', { name }),
      <LinkButton variant="link" isInline to={isActive ? paths.model(model.id) : paths.subscriptions}>
        {isActive ? t('subscribe.showModel') : t('subscribe.showSubscriptions')}
      </LinkButton>,
    );
    onClose();
  };
  return (
    <FormDialog
      id="subscribe"
      title={t('subscribe.title', { name: model.displayName })}
      submitLabel={t('subscribe.action')}
      mutation={subscribe}
      onSubmit={() => subscribe.mutate(model.id, { onSuccess: announce })}
      onClose={onClose}
    >
      <Content component="p">{t(effectKeys[effectOf(model)])}</Content>
      <Content component="p">{t(costKey)}</Content>
      {model.prices && !model.prices.free && <PriceDetails prices={model.prices} />}
    </FormDialog>
  );
}
