import { Button, Content, PageSection } from '@patternfly/react-core';
import { KeyIcon } from '@patternfly/react-icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAccountId, useMayUseModels } from '../../api/account.ts';
import { FilteredEmpty } from '../../components/filtered-empty.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PlanLabels } from '../../components/plan-labels.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { AccountStop } from './account-stop.tsx';
import { CreateKeyDialog } from './create-key-dialog.tsx';
import { useKeyActs } from './use-key-acts.tsx';
import { KeyTable } from './key-table.tsx';
import { keysQuery } from './queries.ts';

const statuses = ['active', 'expired', 'revoked'] as const;
const statusKeys = {
  active: 'common:status.active',
  expired: 'common:status.expired',
  revoked: 'common:status.revoked',
} as const;

/** The account's keys: what each may do, when it was last used, and the way to make and to end one. */
export default function ApiKeysPage() {
  const { t } = useTranslation('api-keys');
  const mayChange = useMayUseModels();
  const filters = useUrlFilters(['status']);
  const status = statuses.find((one) => one === filters.values.status);
  const accountId = useAccountId();
  const keys = useInfiniteQuery(keysQuery(accountId, status));
  const [isCreating, setIsCreating] = useState(false);
  const { acts, dialog } = useKeyActs();
  const create = (variant: 'primary' | 'secondary') =>
    mayChange && (
      <Button variant={variant} onClick={() => setIsCreating(true)}>
        {t('create')}
      </Button>
    );
  const nothing = (
    <FilteredEmpty filters={filters} title={t('empty.filteredTitle')} body={t('empty.filteredBody')}>
      <StateEmpty title={t('empty.title')} icon={KeyIcon} action={create('secondary')}>
        {mayChange ? t('empty.body') : t('empty.bodyViewer')}
      </StateEmpty>
    </FilteredEmpty>
  );
  return (
    <>
      <PageHeader title={t('title')} description={t('description')} action={create('primary')} />
      <PageSection>
        <Content component="p">
          <PlanLabels accountId={accountId} />
        </Content>
        <ListToolbar
          filters={filters}
          items={[
            {
              name: 'status',
              label: t('columns.status'),
              options: statuses.map((value) => ({ value, label: t(statusKeys[value]) })),
            },
          ]}
          end={<AccountStop />}
        />
        <KeyTable keys={keys} empty={nothing} acts={acts} />
        <LoadMore query={keys} />
      </PageSection>
      {isCreating && <CreateKeyDialog onClose={() => setIsCreating(false)} />}
      {dialog}
    </>
  );
}
