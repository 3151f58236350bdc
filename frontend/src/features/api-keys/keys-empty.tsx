import { Button } from '@patternfly/react-core';
import { KeyIcon, SearchIcon } from '@patternfly/react-icons';
import { useTranslation } from 'react-i18next';
import { StateEmpty } from '../../components/state-empty.tsx';
import type { UrlFilters } from '../../components/use-url-filters.ts';

type Props = {
  filters: UrlFilters<'status'>;
  /** Left out for those who only look. */
  onCreate?: () => void;
};

/** No key yet, or none of the chosen status. */
export function KeysEmpty({ filters, onCreate }: Props) {
  const { t } = useTranslation('api-keys');
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
      icon={KeyIcon}
      action={
        onCreate && (
          <Button variant="secondary" onClick={onCreate}>
            {t('create')}
          </Button>
        )
      }
    >
      {onCreate ? t('empty.body') : t('empty.bodyViewer')}
    </StateEmpty>
  );
}
