import { PageSection } from '@patternfly/react-core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table.tsx';
import { FilteredEmpty } from '../../components/filtered-empty.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { auditQuery } from './queries.ts';
import { useAuditColumns } from './use-audit-columns.tsx';
import { kinds, useAuditWords } from './use-audit-words.ts';

/** Who changed what, for admins and auditors. */
export default function AuditPage() {
  const { t } = useTranslation('admin-audit');
  const words = useAuditWords();
  const filters = useUrlFilters(['actor', 'kind', 'target']);
  const { actor, target } = filters.values;
  const kind = kinds.find((one) => one === filters.values.kind);
  const log = useInfiniteQuery(auditQuery({ actor, target, action: kind && `${kind}.` }));
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} />
      <PageSection>
        <ListToolbar
          filters={filters}
          items={[
            { name: 'actor', label: t('actor') },
            {
              name: 'kind',
              label: t('kind'),
              options: kinds.map((value) => ({ value, label: words.kind(value) })),
            },
            { name: 'target', label: t('target') },
          ]}
        />
        <DataTable
          label={t('title')}
          columns={useAuditColumns()}
          rows={log.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ id }) => id}
          error={log.error}
          onRetry={log.refetch}
          empty={
            <FilteredEmpty filters={filters} title={t('noMatchTitle')} body={t('noMatchBody')}>
              <StateEmpty title={t('emptyTitle')}>{t('emptyBody')}</StateEmpty>
            </FilteredEmpty>
          }
        />
        <LoadMore query={log} />
      </PageSection>
    </>
  );
}
