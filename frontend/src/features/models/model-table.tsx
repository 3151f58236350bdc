import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { TokenCount } from '../../components/token-count.tsx';
import { paths } from '../../paths.ts';
import { ModelAccess } from './model-access.tsx';
import { CapabilityLabels, KindLabels } from './model-labels.tsx';
import { ModelsEmpty } from './models-empty.tsx';
import { PriceLines } from './price-lines.tsx';
import type { Model } from './queries.ts';
import type { ModelsPage } from './use-models-page.ts';

type Props = { page: ModelsPage; onSubscribe: (model: Model) => void };

function columns(t: TFunction<'models'>, { page, onSubscribe }: Props): Column<Model>[] {
  return [
    {
      key: 'model',
      label: t('columns.model'),
      render: (model) => (
        <>
          <Link to={paths.model(model.id)}>
            <bdi>{model.displayName}</bdi>
          </Link>
          <div className="pf-v6-u-font-size-sm pf-v6-u-text-color-subtle pf-v6-u-text-break-word">
            <bdi>{model.name}</bdi>
          </div>
        </>
      ),
    },
    { key: 'kind', label: t('columns.kind'), render: (model) => <KindLabels model={model} /> },
    {
      key: 'capabilities',
      label: t('columns.capabilities'),
      render: (model) => <CapabilityLabels model={model} />,
    },
    {
      key: 'context',
      label: t('columns.context'),
      isNumeric: true,
      modifier: 'nowrap',
      render: (model) => <TokenCount value={model.contextLength} />,
    },
    { key: 'price', label: t('columns.price'), render: (model) => <PriceLines prices={model.prices} /> },
    {
      key: 'access',
      label: t('columns.access'),
      render: (model) => (
        <ModelAccess model={model} subscription={page.subscriptionTo(model.id)} onSubscribe={onSubscribe} />
      ),
    },
  ];
}

/** The catalogue as a table. */
export function ModelTable({ page, onSubscribe }: Props) {
  const { t } = useTranslation('models');
  return (
    <DataTable
      label={t('title')}
      columns={columns(t, { page, onSubscribe })}
      rows={page.rows}
      rowKey={(model) => model.id}
      error={page.error}
      onRetry={page.retry}
      empty={<ModelsEmpty filters={page.filters} />}
    />
  );
}
