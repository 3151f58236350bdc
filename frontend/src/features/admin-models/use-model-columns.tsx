import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import type { Column } from '../../components/data-table.tsx';
import { PricesText } from '../../components/prices-text.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { paths } from '../../paths.ts';
import type { AdminModel } from './queries.ts';
import { useModelWords } from './use-model-words.ts';

/** Columns of the catalogue. */
export function useModelColumns(): Column<AdminModel>[] {
  const { t } = useTranslation('admin-models');
  const words = useModelWords();
  return [
    {
      key: 'name',
      label: t('columns.name'),
      modifier: 'breakWord',
      render: ({ id, name, displayName }) => (
        <>
          <Link to={paths.adminModel(id)}>
            <bdi>{displayName}</bdi>
          </Link>
          {name !== displayName && (
            <div className="pf-v6-u-text-color-subtle">
              <bdi>{name}</bdi>
            </div>
          )}
        </>
      ),
    },
    { key: 'prices', label: t('columns.prices'), render: ({ prices }) => <PricesText prices={prices} /> },
    {
      key: 'visibility',
      label: t('columns.visibility'),
      render: ({ visibility }) => words.visibility(visibility),
    },
    {
      key: 'approval',
      label: t('columns.approval'),
      render: ({ autoApprove }) => (autoApprove ? t('approval.atOnce') : t('approval.byHand')),
    },
    {
      key: 'routes',
      label: t('columns.routes'),
      modifier: 'breakWord',
      render: ({ routes }) =>
        routes.map(({ id, providerName, upstreamModel }) => (
          <div key={id}>
            <bdi>{t('routes.short', { provider: providerName, model: upstreamModel })}</bdi>
          </div>
        )),
    },
    {
      key: 'state',
      label: t('columns.state'),
      render: ({ enabled }) => <StatusLabel status={enabled ? 'enabled' : 'disabled'} />,
    },
  ];
}
