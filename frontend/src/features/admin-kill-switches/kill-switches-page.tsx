import { Button, PageSection } from '@patternfly/react-core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdminAccess } from '../../api/session.ts';
import { DataTable } from '../../components/data-table.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { LiftSwitchDialog } from './lift-switch-dialog.tsx';
import { type AdminKillSwitch, killSwitchesQuery } from './queries.ts';
import { ThrowDialog } from './throw-dialog.tsx';
import { useAskedFor } from './use-asked-for.ts';
import { useSwitchColumns } from './use-switch-columns.tsx';

const statuses = ['current', 'lifted'] as const;
const statusKeys = { current: 'common:status.stopped', lifted: 'common:status.lifted' } as const;

/** What is stopped now, what was, and the way to stop something and to let it go on. */
export default function KillSwitchesPage() {
  const { t } = useTranslation('admin-kill-switches');
  const { canChange } = useAdminAccess();
  const filters = useUrlFilters(['status']);
  const status = statuses.find((one) => one === filters.values.status);
  const switches = useInfiniteQuery(killSwitchesQuery(status));
  const asked = useAskedFor();
  const [isThrowing, setIsThrowing] = useState(false);
  const [lifting, setLifting] = useState<AdminKillSwitch | null>(null);
  const close = () => {
    setIsThrowing(false);
    asked.clear();
  };
  return (
    <>
      <PageHeader
        title={t('title')}
        description={t('description')}
        action={
          canChange && (
            <Button variant="danger" onClick={() => setIsThrowing(true)}>
              {t('throw.open')}
            </Button>
          )
        }
      />
      <PageSection>
        <ListToolbar
          filters={filters}
          items={[
            {
              name: 'status',
              label: t('columns.status'),
              options: statuses.map((value) => ({ value, label: t(statusKeys[value]) })),
            },
          ]}
        />
        <DataTable
          label={t('title')}
          columns={useSwitchColumns(canChange ? setLifting : null)}
          rows={switches.data?.pages.flatMap(({ data }) => data)}
          rowKey={({ id }) => id}
          error={switches.error}
          onRetry={switches.refetch}
          empty={
            <StateEmpty title={status === 'lifted' ? t('empty.liftedTitle') : t('empty.title')}>
              {status === 'lifted' ? t('empty.liftedBody') : t('empty.body')}
            </StateEmpty>
          }
        />
        <LoadMore query={switches} />
      </PageSection>
      {canChange && (isThrowing || asked.target) && <ThrowDialog preset={asked.target} onClose={close} />}
      {lifting && <LiftSwitchDialog killSwitch={lifting} onClose={() => setLifting(null)} />}
    </>
  );
}
