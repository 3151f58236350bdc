import { Content, PageSection } from '@patternfly/react-core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { DataTable } from '../../components/data-table.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { paths } from '../../paths.ts';
import { usersQuery } from './queries.ts';
import { useUserColumns } from './use-user-columns.tsx';

/** Everybody who can sign in, with role, plan and credits. */
export default function UsersPage() {
  const { t } = useTranslation('admin-users');
  const navigate = useNavigate();
  const filters = useUrlFilters(['search']);
  const users = useInfiniteQuery(usersQuery(filters.values.search));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        <ListToolbar filters={filters} items={[{ name: 'search', label: t('search') }]} />
        <DataTable
          label={t('title')}
          columns={useUserColumns()}
          rows={users.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ id }) => id}
          error={users.error}
          onRetry={users.refetch}
          onRowClick={({ id }) => void navigate(paths.adminUser(id))}
          empty={
            <StateEmpty title={t('noMatchTitle')}>
              <Content component="p">{t('noMatchBody')}</Content>
            </StateEmpty>
          }
        />
        <LoadMore query={users} />
      </PageSection>
    </>
  );
}
