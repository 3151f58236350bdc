import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Column } from '../../components/data-table.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import { DailyCap } from './daily-cap.tsx';
import type { Provider } from './queries.ts';
import { useProviderWords } from './use-provider-words.ts';

/** Columns of the table of providers. */
export function useProviderColumns(): Column<Provider>[] {
  const { t } = useTranslation('admin-providers');
  const format = useFormat();
  const words = useProviderWords();
  return [
    {
      key: 'name',
      label: t('columns.name'),
      modifier: 'breakWord',
      width: 15,
      render: ({ id, name }) => (
        <Link to={paths.adminProvider(id)}>
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    { key: 'kind', label: t('columns.kind'), render: ({ kind }) => words.kind(kind) },
    { key: 'class', label: t('columns.class'), render: (provider) => words.class(provider.class) },
    {
      key: 'baseUrl',
      label: t('columns.baseUrl'),
      modifier: 'breakWord',
      width: 15,
      render: ({ baseUrl }) => <bdi>{baseUrl}</bdi>,
    },
    {
      key: 'models',
      label: t('columns.models'),
      isNumeric: true,
      render: ({ id, modelCount }) => (
        <Link to={paths.adminModelsOf(id)} aria-label={t('showModels', { count: modelCount })}>
          {format.number(modelCount)}
        </Link>
      ),
    },
    {
      key: 'today',
      label: t('dailyCap.label'),
      render: (provider) => <DailyCap provider={provider} />,
    },
    {
      key: 'enabled',
      label: t('columns.enabled'),
      render: ({ enabled }) => <StatusLabel status={enabled ? 'enabled' : 'disabled'} />,
    },
  ];
}
