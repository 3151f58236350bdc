import { Button, Card, CardBody, CardFooter, CardHeader, CardTitle, Content } from '@patternfly/react-core';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useMayUseModels } from '../../api/account.ts';
import { isLive, type Subscription } from '../../api/subscriptions.ts';
import { CancelSubscriptionDialog } from '../../components/cancel-subscription-dialog.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useSeededText } from '../../components/seeded-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import type { Model } from './queries.ts';

const effectKeys = {
  none: 'access.none',
  active: 'access.active',
  activeByKeys: 'access.activeByKeys',
  unpriced: 'access.unpriced',
  pending: 'access.pending',
  suspended: 'access.suspended',
  denied: 'access.denied',
  cancelled: 'access.cancelled',
  expired: 'access.expired',
} as const;

type Props = { model: Model; subscription: Subscription | undefined };

/** What the subscription comes to: without a price nothing, and the playground is for chat. */
function effectOf({ prices, capabilities }: Model, status: Subscription['status'] | 'none') {
  if (status !== 'active') return status;
  if (!prices) return 'unpriced';
  return capabilities.includes('chat') ? 'active' : 'activeByKeys';
}

/** Whether this account may call the model, since when and why not, and the way out. */
export function AccessCard({ model, subscription }: Props) {
  const { t } = useTranslation('models');
  const mayCancel = useMayUseModels();
  const seeded = useSeededText();
  const [isCancelling, setIsCancelling] = useState(false);
  const status = subscription?.status ?? 'none';
  return (
    <Card>
      <CardHeader
        actions={{ actions: subscription && <StatusLabel status={subscription.status} />, hasNoOffset: true }}
      >
        <CardTitle component="h2">{t('access.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <Content component="p">{t(effectKeys[effectOf(model, status)])}</Content>
        {subscription?.reason && (
          <Content component="p">{t('access.reason', { reason: seeded(subscription.reason) })}</Content>
        )}
        {subscription && (
          <Content component="small">
            <Trans
              t={t}
              i18nKey="access.since"
              components={{ time: <RelativeTime value={subscription.updatedAt} /> }}
            />
          </Content>
        )}
      </CardBody>
      {mayCancel && isLive(subscription) && (
        <CardFooter>
          <Button variant="link" isDanger isInline onClick={() => setIsCancelling(true)}>
            {t('common:cancelSubscription.action')}
          </Button>
        </CardFooter>
      )}
      {subscription && isCancelling && (
        <CancelSubscriptionDialog subscription={subscription} onClose={() => setIsCancelling(false)} />
      )}
    </Card>
  );
}
