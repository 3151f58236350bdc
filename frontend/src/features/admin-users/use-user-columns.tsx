import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { Credits } from '../../components/credits.tsx';
import type { Column } from '../../components/data-table.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import type { AdminUser } from './queries.ts';
import { useUserWords } from './use-user-words.ts';

/** Columns of the table of users. */
export function useUserColumns(): Column<AdminUser>[] {
  const { t } = useTranslation('admin-users');
  const words = useUserWords();
  return [
    {
      key: 'user',
      label: t('columns.user'),
      modifier: 'breakWord',
      render: ({ id, name, email }) => (
        <>
          <Link to={paths.adminUser(id)}>
            <bdi>{name ?? email}</bdi>
          </Link>
          {name && (
            <div className="pf-v6-u-text-color-subtle">
              <bdi>{email}</bdi>
            </div>
          )}
        </>
      ),
    },
    {
      key: 'status',
      label: t('columns.status'),
      render: ({ status }) => <StatusLabel status={status} />,
    },
    { key: 'role', label: t('columns.role'), modifier: 'nowrap', render: ({ role }) => words.role(role) },
    {
      key: 'plan',
      label: t('columns.plan'),
      modifier: 'nowrap',
      render: ({ account }) => <bdi>{words.plan(account.planId)}</bdi>,
    },
    {
      key: 'balance',
      label: t('columns.balance'),
      isNumeric: true,
      render: ({ account }) => <Credits value={account.balanceCredits} isBalance />,
    },
    {
      key: 'used',
      label: t('columns.used'),
      isNumeric: true,
      render: ({ account }) => <Credits value={account.usedCredits} />,
    },
    {
      key: 'since',
      label: t('columns.since'),
      render: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
  ];
}
