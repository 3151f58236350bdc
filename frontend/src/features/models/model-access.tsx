import { Button, Flex } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import { useMayUseModels } from '../../api/account.ts';
import { isLive, type Subscription } from '../../api/subscriptions.ts';
import { StatusLabel } from '../../components/status-label.tsx';
import type { Model } from './queries.ts';

type Props = {
  model: Model;
  /** Undefined: there never was one. */
  subscription: Subscription | undefined;
  onSubscribe: (model: Model) => void;
};

/** State of the account's subscription to a model, with the button to ask for one where there is none that lives. */
export function ModelAccess({ model, subscription, onSubscribe }: Props) {
  const { t } = useTranslation('models');
  const mayAsk = useMayUseModels();
  const state = subscription && <StatusLabel status={subscription.status} />;
  if (isLive(subscription)) return state;
  if (!mayAsk) return state ?? t('subscribe.none');
  return (
    <Flex gap={{ default: 'gapSm' }}>
      {state}
      <Button
        variant="secondary"
        size="sm"
        aria-label={t('subscribe.toNamed', { name: model.displayName })}
        onClick={() => onSubscribe(model)}
      >
        {subscription?.status === 'denied' ? t('subscribe.again') : t('subscribe.action')}
      </Button>
    </Flex>
  );
}
