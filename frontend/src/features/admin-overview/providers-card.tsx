import { Card, CardBody, CardHeader, CardTitle, Content } from '@patternfly/react-core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router-dom';
import { useAdminAccess } from '../../api/session.ts';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { LinkButton } from '../../components/link-button.tsx';
import { StateEmpty } from '../../components/state-empty.tsx';
import { StatusLabel } from '../../components/status-label.tsx';
import { useProviderKind } from '../../components/use-provider-kind.ts';
import { paths } from '../../paths.ts';
import type { Overview } from './queries.ts';

type Provider = Overview['providers'][number];

/** Every provider with whether calls go through to it. */
export function ProvidersCard({ overview }: { overview: UseQueryResult<Overview> }) {
  const { t } = useTranslation('admin-overview');
  const { canChange } = useAdminAccess();
  const kindOf = useProviderKind();
  // The cards above it have said why already.
  if (overview.error && !overview.data) return null;
  const columns: Column<Provider>[] = [
    {
      key: 'name',
      label: t('providers.name'),
      render: ({ id, name }) => (
        <Link to={paths.adminProvider(id)}>
          <bdi>{name}</bdi>
        </Link>
      ),
    },
    { key: 'kind', label: t('providers.kind'), render: ({ kind }) => <bdi>{kindOf(kind)}</bdi> },
    {
      key: 'enabled',
      label: t('providers.enabled'),
      render: ({ enabled }) => <StatusLabel status={enabled ? 'enabled' : 'disabled'} />,
    },
    {
      key: 'breaker',
      label: t('providers.breaker'),
      render: ({ breaker }) => <StatusLabel status={breaker} />,
    },
  ];
  const health = (
    <LinkButton variant="secondary" to={paths.adminHealth}>
      {t('providers.health')}
    </LinkButton>
  );
  const add = canChange && <LinkButton to={paths.adminProviders}>{t('providers.emptyAction')}</LinkButton>;
  return (
    <Card>
      <CardHeader actions={{ actions: health, hasNoOffset: true }} hasWrap>
        <CardTitle component="h2">{t('providers.title')}</CardTitle>
      </CardHeader>
      <CardBody>
        <Content component="p">{t('providers.body')}</Content>
        <DataTable
          label={t('providers.title')}
          columns={columns}
          rows={overview.data?.providers}
          rowKey={({ id }) => id}
          empty={
            <StateEmpty title={t('providers.emptyTitle')} action={add}>
              {t('providers.emptyBody')}
            </StateEmpty>
          }
        />
      </CardBody>
    </Card>
  );
}
