import type { TFunction } from 'i18next';
import { Link } from 'react-router-dom';
import { Credits } from '../../components/credits.tsx';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import type { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { Call } from './queries.ts';

/** Shorter names stay in one line, though they have hyphens. */
const longName = 24;

type Named = { id: string; name: string };

/** Columns of the table of calls; `keys` give the names of the keys. */
export function callColumns(
  t: TFunction<'usage'>,
  format: ReturnType<typeof useFormat>,
  keys: Named[],
): Column<Call>[] {
  const keyName = (keyId: string) => keys.find(({ id }) => id === keyId)?.name ?? keyId;
  return [
    { key: 'time', label: t('calls.time'), render: (call) => <RelativeTime value={call.createdAt} /> },
    {
      key: 'model',
      label: t('calls.model'),
      render: ({ requestId, modelName }) => (
        <Link to={paths.usageCall(requestId)}>
          <bdi className={modelName.length > longName ? undefined : 'pf-v6-u-text-nowrap'}>{modelName}</bdi>
        </Link>
      ),
    },
    {
      key: 'key',
      label: t('calls.key'),
      modifier: 'breakWord',
      render: ({ keyId }) => (keyId === null ? t('playground') : <bdi>{keyName(keyId)}</bdi>),
    },
    { key: 'outcome', label: t('calls.outcome'), render: (call) => <StatusLabel status={call.outcome} /> },
    {
      key: 'input',
      label: t('calls.input'),
      isNumeric: true,
      render: (call) => <TokenCount value={call.inputTokens} />,
    },
    {
      key: 'output',
      label: t('calls.output'),
      isNumeric: true,
      render: (call) => <TokenCount value={call.outputTokens} />,
    },
    {
      key: 'latency',
      label: t('calls.latency'),
      isNumeric: true,
      modifier: 'nowrap',
      render: (call) => format.duration(call.latencyMs),
    },
    {
      key: 'cost',
      label: t('calls.cost'),
      isNumeric: true,
      render: (call) => <Credits value={call.costCredits} />,
    },
  ];
}
