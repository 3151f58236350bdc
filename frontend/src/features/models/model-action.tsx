import { Button } from '@patternfly/react-core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMayUseModels } from '../../api/account.ts';
import { isLive, type Subscription } from '../../api/subscriptions.ts';
import { LinkButton } from '../../components/link-button.tsx';
import { paths } from '../../paths.ts';
import type { Model } from './queries.ts';
import { SubscribeDialog } from './subscribe-dialog.tsx';

type Props = { model: Model; subscription: Subscription | undefined };

/** The next step with a model: subscribe, or try it; nothing while the subscription waits. */
export function ModelAction({ model, subscription }: Props) {
  const { t } = useTranslation('models');
  const mayAsk = useMayUseModels();
  const [isAsking, setIsAsking] = useState(false);
  const isTriable = subscription?.status === 'active' && model.prices && model.capabilities.includes('chat');
  if (isTriable) return <LinkButton to={paths.playgroundWith(model.name)}>{t('model.try')}</LinkButton>;
  if (isLive(subscription) || !mayAsk) return null;
  return (
    <>
      <Button onClick={() => setIsAsking(true)}>
        {subscription?.status === 'denied' ? t('subscribe.again') : t('subscribe.action')}
      </Button>
      {isAsking && <SubscribeDialog model={model} onClose={() => setIsAsking(false)} />}
    </>
  );
}
