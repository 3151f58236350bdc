import { Button } from '@patternfly/react-core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import { KeyLimits, KeyModels } from './key-facts.tsx';
import type { ApiKey } from './queries.ts';

type Props = {
  keys: { data: ApiKey[] | undefined; error: unknown; refetch: () => unknown };
  empty: ReactNode;
  /** Left out for those who only look. */
  onRevoke?: (apiKey: ApiKey) => void;
};

function columns(t: TFunction<'api-keys'>, onRevoke: Props['onRevoke']): Column<ApiKey>[] {
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
            <code dir="ltr">{`${apiKey.prefix}…`}</code>
          </div>
        </>
      ),
    },
    {
      key: 'project',
      label: t('columns.project'),
      render: ({ projectName }) => <bdi>{projectName}</bdi>,
    },
    { key: 'models', label: t('columns.models'), render: (apiKey) => <KeyModels apiKey={apiKey} /> },
    { key: 'limits', label: t('columns.limits'), render: (apiKey) => <KeyLimits apiKey={apiKey} /> },
    {
      key: 'used',
      label: t('columns.used'),
      render: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime value={lastUsedAt} /> : t('neverUsed')),
    },
    { key: 'status', label: t('columns.status'), render: ({ status }) => <StatusLabel status={status} /> },
    {
      key: 'actions',
      label: t('columns.actions'),
      render: (apiKey) =>
        onRevoke &&
        apiKey.status !== 'revoked' && (
          <Button
            variant="link"
            isInline
            isDanger
            aria-label={t('revoke.actionNamed', { name: apiKey.name })}
            onClick={() => onRevoke(apiKey)}
          >
            {t('revoke.action')}
          </Button>
        ),
    },
  ];
}

/** The keys of the account. */
export function KeyTable({ keys, empty, onRevoke }: Props) {
  const { t } = useTranslation('api-keys');
  return (
    <DataTable
      label={t('title')}
      columns={columns(t, onRevoke)}
      rows={keys.data}
      rowKey={(apiKey) => apiKey.id}
      error={keys.error}
      onRetry={keys.refetch}
      empty={empty}
    />
  );
}
