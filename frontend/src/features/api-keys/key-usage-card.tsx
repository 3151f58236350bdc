import { Card, CardBody, CardHeader, CardTitle, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { Credits } from '../../components/credits.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { ModelUsageTable } from '../../components/model-usage-table.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { keyUsageQuery } from './queries.ts';

/** What a key was used for in the last 30 days, by model, and the way to the calls themselves. */
export function KeyUsageCard({ keyId }: { keyId: string }) {
  const { t } = useTranslation('api-keys');
  const format = useFormat();
  const usage = useQuery(keyUsageQuery(useAccountId(), keyId, format.timeZone));
  const calls = (
    <LinkButton variant="link" isInline to={paths.usageOfKey(keyId)}>
      {t('usage.allCalls')}
    </LinkButton>
  );
  return (
    <Card isFullHeight>
      <CardHeader actions={{ actions: usage.data?.data.length ? calls : null, hasNoOffset: true }}>
        <CardTitle component="h2">{t('usage.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        {usage.data && usage.data.data.length > 0 && (
          <Content component="p">
            <Trans
              t={t}
              i18nKey="usage.totals"
              count={usage.data.totals.requests}
              components={{ credits: <Credits value={usage.data.totals.costCredits} /> }}
            />
          </Content>
        )}
        <ModelUsageTable
          label={t('usage.title')}
          usage={usage}
          empty={<StateEmpty title={t('usage.emptyTitle')}>{t('usage.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
