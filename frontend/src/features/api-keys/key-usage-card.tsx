import { Card, CardBody, CardHeader, CardTitle, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { Trans, useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { Credits } from '../../components/credits.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { type KeyUsage, keyUsageQuery } from './queries.ts';

function columns(t: TFunction<'api-keys'>, format: ReturnType<typeof useFormat>): Column<KeyUsage>[] {
  return [
    { key: 'model', label: t('usage.model'), render: ({ modelName }) => <bdi>{modelName}</bdi> },
    {
      key: 'calls',
      label: t('usage.calls'),
      isNumeric: true,
      render: ({ requests }) => format.number(requests),
    },
    {
      key: 'errors',
      label: t('usage.errors'),
      isNumeric: true,
      render: ({ errors }) => format.number(errors),
    },
    {
      key: 'tokens',
      label: t('usage.tokens'),
      isNumeric: true,
      render: ({ inputTokens, outputTokens }) => <TokenCount value={inputTokens + outputTokens} />,
    },
    {
      key: 'cost',
      label: t('usage.cost'),
      isNumeric: true,
      render: ({ costCredits }) => <Credits value={costCredits} />,
    },
  ];
}

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
        <DataTable
          label={t('usage.title')}
          columns={columns(t, format)}
          rows={usage.data?.data}
          rowKey={({ modelId }) => modelId ?? ''}
          error={usage.error}
          onRetry={usage.refetch}
          empty={<StateEmpty title={t('usage.emptyTitle')}>{t('usage.emptyBody')}</StateEmpty>}
        />
      </CardBody>
    </Card>
  );
}
