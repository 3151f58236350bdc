import { Card, CardBody, CardHeader, CardTitle, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../components/notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StateError } from '../../components/state-error.tsx';
import { SubmitButton } from '../../components/submit-button.tsx';
import { MoneyChecks } from './money-checks.tsx';
import { verifyQuery } from './queries.ts';

/** Proves on live data that the money adds up, check by check; on demand. */
export function MoneyCheckCard() {
  const { t } = useTranslation('admin-overview');
  const verify = useQuery(verifyQuery);
  const run = (
    <SubmitButton variant="secondary" isPending={verify.isFetching} onClick={() => void verify.refetch()}>
      {t('money.run')}
    </SubmitButton>
  );
  const failed = verify.data?.checks.filter(({ ok }) => !ok).length ?? 0;
  return (
    <Card>
      <CardHeader actions={{ actions: run, hasNoOffset: true }}>
        <CardTitle component="h2">{t('money.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <Content component="p">{t('money.body')}</Content>
        {verify.error && !verify.isFetching && <StateError error={verify.error} onRetry={verify.refetch} />}
        {verify.data && !verify.error && (
          <>
            <Notice
              isLiveRegion
              variant={verify.data.ok ? 'success' : 'danger'}
              title={verify.data.ok ? t('money.ok') : t('money.failed', { count: failed })}
            >
              <RelativeTime value={new Date(verify.dataUpdatedAt).toISOString()} />
            </Notice>
            <MoneyChecks checks={verify.data.checks} />
          </>
        )}
      </CardBody>
    </Card>
  );
}
