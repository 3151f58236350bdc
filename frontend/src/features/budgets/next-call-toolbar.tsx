import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAccountId } from '../../api/account.ts';
import { subscriptionsQuery } from '../../api/subscriptions.ts';
import { ListToolbar } from '../../components/list-toolbar.tsx';
import type { UrlFilters } from '../../components/use-url-filters.ts';
import { ownersQuery } from './owners.ts';
import { usePlace } from './place-context.ts';

/** With which key, and to which model, the next call is; without both it is one from the playground to any model. */
export function NextCallToolbar({ filters }: { filters: UrlFilters<'key' | 'model'> }) {
  const { t } = useTranslation('budgets');
  const { place } = usePlace();
  const keys = useQuery(ownersQuery(place, 'key')).data ?? [];
  const subscriptions = useQuery(subscriptionsQuery(useAccountId())).data ?? [];
  const models = subscriptions.filter(({ status }) => status === 'active');
  return (
    <ListToolbar
      filters={filters}
      items={[
        {
          name: 'key',
          label: t('next.key'),
          options: keys.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          name: 'model',
          label: t('next.model'),
          options: models.map(({ modelName, modelDisplayName }) => ({
            value: modelName,
            label: modelDisplayName,
          })),
        },
      ]}
    />
  );
}
