import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { paths } from '../../paths.ts';
import { KeyActions, type KeyActs } from './key-actions.tsx';
import { KeyBudgets } from './key-budgets.tsx';
import { KeyLimits, KeyModels } from './key-facts.tsx';
import { KeyStatus } from './key-status.tsx';
import type { ApiKey } from './queries.ts';
import { type KeyStops, useKeyStops } from './use-key-stops.ts';

type Props = {
  keys: { data: ApiKey[] | undefined; error: unknown; refetch: () => unknown };
  empty: ReactNode;
  acts: KeyActs;
};

function columns(t: TFunction<'api-keys'>, acts: KeyActs, stops: KeyStops): Column<ApiKey>[] {
  return [
    {
      key: 'name',
      label: t('columns.name'),
      render: (apiKey) => (
        <>
          <Link to={paths.apiKey(apiKey.id)}>
            <bdi>{apiKey.name}</bdi>
          </Link>
          <div className="pf-v6-u-font-size-sm pf-v6-u-text-color-subtle">
            <code dir="ltr" className="pf-v6-u-text-nowrap">{`${apiKey.prefix}…`}</code>
          </div>
        </>
      ),
    },
    {
      key: 'project',
      label: t('columns.project'),
      render: ({ projectName }) => <SeededText>{projectName}</SeededText>,
    },
    { key: 'models', label: t('columns.models'), render: (apiKey) => <KeyModels apiKey={apiKey} /> },
    { key: 'limits', label: t('columns.limits'), render: (apiKey) => <KeyLimits apiKey={apiKey} /> },
    {
      key: 'budget',
      label: t('columns.budget'),
      width: 20,
      render: ({ id }) => <KeyBudgets keyId={id} />,
    },
    {
      key: 'used',
      label: t('columns.used'),
      render: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime value={lastUsedAt} /> : t('neverUsed')),
    },
    {
      key: 'status',
      label: t('columns.status'),
      render: (apiKey) => <KeyStatus apiKey={apiKey} stop={stops.stopOf(apiKey)} />,
    },
    {
      key: 'actions',
      label: t('columns.actions'),
      render: (apiKey) => (
        <KeyActions {...acts} apiKey={apiKey} ownStop={stops.ownStopOf(apiKey)} variant="link" />
      ),
    },
  ];
}

/** The keys of the account. */
export function KeyTable({ keys, empty, acts }: Props) {
  const { t } = useTranslation('api-keys');
  return (
    <DataTable
      label={t('title')}
      columns={columns(t, acts, useKeyStops())}
      rows={keys.data}
      rowKey={(apiKey) => apiKey.id}
      error={keys.error}
      onRetry={keys.refetch}
      empty={empty}
    />
  );
}
