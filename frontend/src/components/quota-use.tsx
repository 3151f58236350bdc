import { Content } from '@patternfly/react-core';
import { useTranslation } from 'react-i18next';
import type { Subscription } from '../api/subscriptions.ts';
import { LimitBar } from './limit-bar.tsx';
import { ResetTime } from './reset-time.tsx';
import { useAmounts } from './use-amounts.ts';

type Quota = Subscription['quota'];

/** One part of a quota as a bar; without a limit only what is used. */
function Part({ unit, used, limit }: { unit: 'requests' | 'tokens'; used: number; limit: number | null }) {
  const { t } = useTranslation('common');
  const amounts = useAmounts();
  if (limit === null) {
    return <div>{t('limit.unlimited', { amount: amounts.amount(unit, String(used)) })}</div>;
  }
  const label = unit === 'requests' ? t('limit.requestsThisMonth') : t('limit.tokensThisMonth');
  return <LimitBar label={label} unit={unit} used={String(used)} limit={String(limit)} isCompact />;
}

/** What calls of a subscription have come to this month, against what they may. */
export function QuotaUse({ quota }: { quota: Quota }) {
  return (
    <>
      <Part unit="requests" used={quota.requestsUsed} limit={quota.requestsPerMonth} />
      <Part unit="tokens" used={quota.tokensUsed} limit={quota.tokensPerMonth} />
      <Content component="small">
        <ResetTime value={quota.resetsAt} />
      </Content>
    </>
  );
}
