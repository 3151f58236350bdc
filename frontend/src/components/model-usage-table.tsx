import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseOf } from '../api/types.ts';
import { Credits } from './credits.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { TokenCount } from './token-count.tsx';
import { useFormat } from './use-format.ts';

type Summary = ResponseOf<'get', '/api/v1/accounts/{accountId}/usage/summary'>;
type ModelUsage = Summary['data'][number];

type Props = {
  label: string;
  usage: { data: Summary | undefined; error: unknown; refetch: () => unknown };
  empty: ReactNode;
};

/** What calls came to, model by model: a summary that is grouped by model. */
export function ModelUsageTable({ label, usage, empty }: Props) {
  const { t } = useTranslation('common');
  const format = useFormat();
  const columns: Column<ModelUsage>[] = [
    {
      key: 'model',
      label: t('calls.model'),
      modifier: 'breakWord',
      render: ({ modelName }) => <bdi>{modelName}</bdi>,
    },
    {
      key: 'calls',
      label: t('calls.count'),
      isNumeric: true,
      render: ({ requests }) => format.number(requests),
    },
    {
      key: 'errors',
      label: t('calls.errors'),
      isNumeric: true,
      render: ({ errors }) => format.number(errors),
    },
    {
      key: 'tokens',
      label: t('calls.tokens'),
      isNumeric: true,
      render: ({ inputTokens, outputTokens }) => <TokenCount value={inputTokens + outputTokens} />,
    },
    {
      key: 'cost',
      label: t('calls.cost'),
      isNumeric: true,
      render: ({ costCredits }) => <Credits value={costCredits} />,
    },
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={usage.data?.data}
      rowKey={({ modelId }) => modelId ?? ''}
      error={usage.error}
      onRetry={usage.refetch}
      empty={empty}
    />
  );
}
