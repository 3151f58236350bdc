import { useTranslation } from 'react-i18next';
import type { RowOf } from '../api/types.ts';
import { Credits } from './credits.tsx';
import type { Column } from './data-table.tsx';
import { RelativeTime } from './relative-time.tsx';
import { StatusLabel } from './status-label.tsx';
import { TokenCount } from './token-count.tsx';
import { useFormat } from './use-format.ts';

type Call = RowOf<'/api/v1/accounts/{accountId}/usage'>;

/** The columns that tables of calls are made of; each table takes what it has room for, and says where its model leads. */
export function useCallColumns() {
  const { t } = useTranslation('common');
  const format = useFormat();
  const tokens = (key: string, label: string, of: (call: Call) => number): Column<Call> => ({
    key,
    label,
    isNumeric: true,
    render: (call) => <TokenCount value={of(call)} />,
  });
  const time: Column<Call> = {
    key: 'time',
    label: t('calls.time'),
    render: (call) => <RelativeTime value={call.createdAt} />,
  };
  const outcome: Column<Call> = {
    key: 'outcome',
    label: t('calls.outcome'),
    render: (call) => <StatusLabel status={call.outcome} />,
  };
  const latency: Column<Call> = {
    key: 'latency',
    label: t('calls.latency'),
    isNumeric: true,
    modifier: 'nowrap',
    render: (call) => format.duration(call.latencyMs),
  };
  const cost: Column<Call> = {
    key: 'cost',
    label: t('calls.cost'),
    isNumeric: true,
    render: (call) => <Credits value={call.costCredits} />,
  };
  return {
    time,
    outcome,
    input: tokens('input', t('calls.input'), (call) => call.inputTokens),
    output: tokens('output', t('calls.output'), (call) => call.outputTokens),
    tokens: tokens('tokens', t('calls.tokens'), (call) => call.inputTokens + call.outputTokens),
    latency,
    cost,
    /** @param nameOf gives the name of a key; without one, its id is shown */
    key: (nameOf: (keyId: string) => string | undefined): Column<Call> => ({
      key: 'key',
      label: t('calls.key'),
      modifier: 'breakWord',
      render: ({ keyId }) => (keyId === null ? t('calls.playground') : <bdi>{nameOf(keyId) ?? keyId}</bdi>),
    }),
  };
}
