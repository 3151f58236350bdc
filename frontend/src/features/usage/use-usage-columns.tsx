import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Column } from '../../components/data-table.tsx';
import { useCallColumns } from '../../components/use-call-columns.tsx';
import { paths } from '../../paths.ts';
import type { Call } from './queries.ts';

/** Shorter names stay in one line, though they have hyphens. */
const longName = 24;

type Named = { id: string; name: string };

/** Columns of the table of calls; `keys` give the names of the keys. */
export function useUsageColumns(keys: Named[]): Column<Call>[] {
  const { t } = useTranslation('usage');
  const { time, key, outcome, input, output, latency, cost } = useCallColumns();
  const model: Column<Call> = {
    key: 'model',
    label: t('common:calls.model'),
    render: ({ requestId, modelName }) => (
      <Link to={paths.usageCall(requestId)}>
        <bdi className={modelName.length > longName ? undefined : 'pf-v6-u-text-nowrap'}>{modelName}</bdi>
      </Link>
    ),
  };
  const keyName = (keyId: string) => keys.find(({ id }) => id === keyId)?.name;
  return [time, model, key(keyName), outcome, input, output, latency, cost];
}
