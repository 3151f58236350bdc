import { Button } from '@patternfly/react-core';
import { CubesIcon, SearchIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { LinkButton } from '../../components/link-button.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import type { UrlFilters } from '../../components/use-url-filters.ts';
import { paths } from '../../paths.ts';

/** No subscription yet, or none of the chosen status. */
export function SubscriptionsEmpty({ filters }: { filters: UrlFilters<'status'> }) {
  const { t } = useTranslation('subscriptions');
  if (filters.any) {
    return (
      <StateEmpty
        title={t('empty.filteredTitle')}
        icon={SearchIcon}
        action={
          <Button variant="secondary" onClick={filters.clear}>
            {t('common:filters.clear')}
          </Button>
        }
      >
        {t('empty.filteredBody')}
      </StateEmpty>
    );
  }
  return (
    <StateEmpty
      title={t('empty.title')}
      icon={CubesIcon}
      action={<LinkButton to={paths.models}>{t('browse')}</LinkButton>}
    >
      {t('empty.body')}
    </StateEmpty>
  );
}
