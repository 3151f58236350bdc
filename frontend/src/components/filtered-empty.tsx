import { Button } from '@patternfly/react-core';
import { SearchIcon } from '@patternfly/react-icons';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StateEmpty } from './state-empty.tsx';

type Props = {
  filters: { any: boolean; clear: () => void };
  /** Said while filters are in force: nothing fits them. */
  title: string;
  body: string;
  /** Shown without filters: there is nothing at all. */
  children: ReactNode;
};

/** An empty list: nothing fits the filters, which can be cleared here, or nothing is there. */
export function FilteredEmpty({ filters, title, body, children }: Props) {
  const { t } = useTranslation('common');
  if (!filters.any) return children;
  const clear = (
    <Button variant="secondary" onClick={filters.clear}>
      {t('filters.clear')}
    </Button>
  );
  return (
    <StateEmpty title={title} icon={SearchIcon} action={clear}>
      {body}
    </StateEmpty>
  );
}
