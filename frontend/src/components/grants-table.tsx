import { List, ListItem } from '@patternfly/react-core';
import { type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowOf } from '../api/types.ts';
import { Credits } from './credits.tsx';
import { type Column, DataTable } from './data-table.tsx';
import { RelativeTime } from './relative-time.tsx';
import { SeededText } from './seeded-text.tsx';
import { StatusLabel } from './status-label.tsx';

export type Grant = RowOf<'/api/v1/admin/accounts/{accountId}/grants'>;

const kindKeys = {
  promotional: 'grants.promotional',
  purchase: 'grants.purchase',
  plan: 'grants.plan',
  adjustment: 'grants.adjustment',
} as const;

type Props = {
  label: string;
  grants: Grant[] | undefined;
  error?: unknown;
  onRetry?: () => unknown;
  empty: ReactNode;
  /** What can be done with a grant, as a column of its own. */
  action?: (grant: Grant) => ReactNode;
};

/** Where credits come from: for which models, until when, and how much of each is left. */
export function GrantsTable({ label, grants, error, onRetry, empty, action }: Props) {
  const { t } = useTranslation('common');
  const columns: Column<Grant>[] = [
    { key: 'kind', label: t('grants.kind'), render: ({ kind }) => t(kindKeys[kind]) },
    {
      key: 'description',
      label: t('grants.description'),
      modifier: 'breakWord',
      render: ({ description }) => <SeededText>{description}</SeededText>,
    },
    {
      key: 'models',
      label: t('grants.models'),
      modifier: 'breakWord',
      render: (grant) => <Models {...grant} />,
    },
    {
      key: 'received',
      label: t('grants.received'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    { key: 'expires', label: t('grants.expires'), render: (grant) => <Ending {...grant} /> },
    {
      key: 'amount',
      label: t('grants.amount'),
      isNumeric: true,
      render: ({ amountCredits }) => <Credits value={amountCredits} />,
    },
    {
      key: 'remaining',
      label: t('grants.remaining'),
      isNumeric: true,
      render: ({ remainingCredits }) => <Credits value={remainingCredits} isBalance />,
    },
    ...(action ? [{ key: 'action', label: t('grants.actions'), render: action }] : []),
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={grants}
      rowKey={({ id }) => id}
      error={error}
      onRetry={onRetry}
      empty={empty}
    />
  );
}

function Models({ models }: Pick<Grant, 'models'>) {
  const { t } = useTranslation('common');
  if (!models) return t('grants.anyModel');
  return (
    <List isPlain>
      {models.map(({ id, name }) => (
        <ListItem key={id}>
          <bdi>{name}</bdi>
        </ListItem>
      ))}
    </List>
  );
}

/** When it expires, or how it ended. */
function Ending({ status, expiresAt }: Pick<Grant, 'status' | 'expiresAt'>) {
  const { t } = useTranslation('common');
  if (status === 'expired' || status === 'revoked')
    return (
      <>
        <StatusLabel status={status} /> {status === 'expired' && <RelativeTime value={expiresAt} />}
      </>
    );
  return expiresAt ? <RelativeTime value={expiresAt} /> : t('grants.never');
}
