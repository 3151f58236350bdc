import { Button, Title } from '@patternfly/react-core';
import { PiggyBankIcon } from '@patternfly/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilteredEmpty } from '../../components/filtered-empty.tsx';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import { LoadMore } from '../../components/load-more.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useUrlFilters } from '../../components/use-url-filters.ts';
import { BudgetTable } from './budget-table.tsx';
import { filterBudgets } from './filter-budgets.ts';
import { usePlace } from './place-context.ts';
import { budgetsQuery } from './queries.ts';
import { useBudgetActs } from './use-budget-acts.tsx';
import { units, useBudgetWords } from './use-budget-words.ts';
import { useScopes } from './use-owners.ts';

const atOnce = 25;
const statuses = ['ok', 'warning', 'exceeded'] as const;
const statusKeys = {
  ok: 'common:status.ok',
  warning: 'common:status.warning',
  exceeded: 'common:status.exceeded',
} as const;

/** All budgets of the place, who is near the limit first, with filters in the URL. */
export function BudgetsSection({ onCreate }: { onCreate: () => void }) {
  const { t } = useTranslation('budgets');
  const { place, mayChange } = usePlace();
  const words = useBudgetWords();
  const filters = useUrlFilters(['scope', 'unit', 'status']);
  const budgets = useQuery(budgetsQuery(place));
  const { acts, dialog } = useBudgetActs();
  const [shown, setShown] = useState(atOnce);
  const rows = budgets.data && filterBudgets(budgets.data, filters.values);
  const more = {
    hasNextPage: (rows?.length ?? 0) > shown,
    isFetchingNextPage: false,
    fetchNextPage: () => setShown(shown + atOnce),
  };
  const options = {
    scope: useScopes().map((value) => ({ value, label: words.scope(value) })),
    unit: units.map((value) => ({ value, label: words.unit(value) })),
    status: statuses.map((value) => ({ value, label: t(statusKeys[value]) })),
  };
  const empty = (
    <FilteredEmpty filters={filters} title={t('empty.filteredTitle')} body={t('empty.filteredBody')}>
      <StateEmpty
        title={t('empty.title')}
        icon={PiggyBankIcon}
        action={
          mayChange && (
            <Button variant="secondary" onClick={onCreate}>
              {t('create')}
            </Button>
          )
        }
      >
        {place.isPlatform ? t('empty.platform') : mayChange ? t('empty.body') : t('empty.viewer')}
      </StateEmpty>
    </FilteredEmpty>
  );
  return (
    <>
      <Title headingLevel="h2" size="lg" className="pf-v6-u-mb-sm">
        {t('list')}
      </Title>
      <ListToolbar
        filters={filters}
        items={[
          { name: 'scope', label: t('form.scope'), options: options.scope },
          { name: 'unit', label: t('form.unit'), options: options.unit },
          { name: 'status', label: t('columns.status'), options: options.status },
        ]}
      />
      <BudgetTable budgets={{ ...budgets, data: rows?.slice(0, shown) }} acts={acts} empty={empty} />
      <LoadMore query={more} />
      {dialog}
    </>
  );
}
