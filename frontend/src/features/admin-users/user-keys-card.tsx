import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { SeededText } from '../../components/seeded-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { type AccountKey, accountKeysQuery } from './account-queries.ts';
import { PagesCard } from './pages-card.tsx';

/** The keys of the account: which there are, and which are in use. */
export function UserKeysCard({ accountId }: { accountId: string }) {
  const { t } = useTranslation('admin-users');
  const keys = useInfiniteQuery(accountKeysQuery(accountId));
  const columns: Column<AccountKey>[] = [
    {
      key: 'name',
      label: t('keys.name'),
      modifier: 'breakWord',
      width: 30,
      render: ({ name, prefix }) => (
        <>
          <bdi>{name}</bdi>
          <div className="pf-v6-u-font-size-sm pf-v6-u-text-color-subtle">
            <code dir="ltr">{`${prefix}…`}</code>
          </div>
        </>
      ),
    },
    {
      key: 'project',
      label: t('keys.project'),
      modifier: 'breakWord',
      render: ({ projectName }) => <SeededText>{projectName}</SeededText>,
    },
    { key: 'status', label: t('columns.status'), render: ({ status }) => <StatusLabel status={status} /> },
    {
      key: 'used',
      label: t('keys.used'),
      render: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime value={lastUsedAt} /> : t('keys.never')),
    },
    {
      key: 'created',
      label: t('keys.created'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
  ];
  return (
    <PagesCard
      title={t('keys.title')}
      columns={columns}
      query={keys}
      emptyTitle={t('keys.emptyTitle')}
      emptyBody={t('keys.emptyBody')}
    />
  );
}
