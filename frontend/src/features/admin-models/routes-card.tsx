import { Card, CardBody, CardTitle, Content } from '@patternfly/react-core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { adminModelsQuery } from '../../api/admin-models.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { useFormat } from '../../components/use-format.ts';
import { paths } from '../../paths.ts';
import type { AdminModel } from './queries.ts';

type Route = AdminModel['routes'][number];

/** Where calls of the model go, in the order in which providers are tried. */
export function RoutesCard({ model }: { model: AdminModel }) {
  const { t } = useTranslation('admin-models');
  const format = useFormat();
  const models = useQuery({ ...adminModelsQuery, enabled: model.fallbackModelId !== null }).data;
  const fallback = models?.find(({ id }) => id === model.fallbackModelId);
  const columns: Column<Route>[] = [
    {
      key: 'provider',
      label: t('routes.provider'),
      render: ({ providerId, providerName }) => (
        <Link to={paths.adminProvider(providerId)}>
          <bdi>{providerName}</bdi>
        </Link>
      ),
    },
    {
      key: 'model',
      label: t('routes.model'),
      modifier: 'breakWord',
      render: ({ upstreamModel }) => <bdi>{upstreamModel}</bdi>,
    },
    {
      key: 'order',
      label: t('routes.order'),
      isNumeric: true,
      render: ({ order }) => format.number(order),
    },
    {
      key: 'weight',
      label: t('routes.weight'),
      isNumeric: true,
      render: ({ weight }) => format.number(weight),
    },
  ];
  return (
    <Card>
      <CardTitle component="h2">{t('form.routes')}</CardTitle>
      <CardBody>
        <Content component="p">{t('routes.body')}</Content>
        <DataTable
          label={t('form.routes')}
          columns={columns}
          rows={model.routes}
          rowKey={({ id }) => id}
          empty={<StateEmpty title={t('routes.emptyTitle')}>{t('routes.emptyBody')}</StateEmpty>}
        />
        {fallback && (
          <Content component="p" className="pf-v6-u-mt-md">
            {t('routes.fallback')}{' '}
            <Link to={paths.adminModel(fallback.id)}>
              <bdi>{fallback.name}</bdi>
            </Link>
          </Content>
        )}
      </CardBody>
    </Card>
  );
}
