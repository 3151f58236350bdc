import { Button, PageSection } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router-dom';
import { adminProvidersQuery } from '../../api/admin-providers.ts';
import { useAdminAccess } from '../../api/session.ts';
import { DataTable } from '../../components/data-table.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { paths } from '../../paths.ts';
import { CreateProviderDialog } from './create-provider-dialog.tsx';
import { useProviderColumns } from './use-provider-columns.tsx';

/** The connections to model servers. */
export default function ProvidersPage() {
  const { t } = useTranslation('admin-providers');
  const { canChange } = useAdminAccess();
  const navigate = useNavigate();
  const providers = useQuery(adminProvidersQuery);
  const [isAdding, setIsAdding] = useState(false);
  const add = canChange && <Button onClick={() => setIsAdding(true)}>{t('add')}</Button>;
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} action={add} />
      <PageSection>
        <DataTable
          label={t('title')}
          columns={useProviderColumns()}
          rows={providers.data}
          rowKey={({ id }) => id}
          error={providers.error}
          onRetry={providers.refetch}
          onRowClick={({ id }) => void navigate(paths.adminProvider(id))}
          empty={
            <StateEmpty title={t('emptyTitle')} action={add}>
              {t('emptyBody')}
            </StateEmpty>
          }
        />
      </PageSection>
      {isAdding && <CreateProviderDialog onClose={() => setIsAdding(false)} />}
    </>
  );
}
